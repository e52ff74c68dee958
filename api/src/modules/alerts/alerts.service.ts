import type { Clock } from '#api/platform/clock.ts';
import { NotAllowed, VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { type Staff } from '#api/platform/staff.ts';
import { DAY_MS } from '#api/platform/time.ts';
import type { AlertDraft, AlertStep, ChangeAlertDraft } from '#common/contract/index.ts';
import { tidyLine, tidyText } from '#common/text/persian-text.ts';
import type { Visibility } from '../visibility/index.ts';
import { alertStart, alertWithdrawn } from './alert-messages.ts';
import { canChangeAlertStatus } from './alert-status.ts';
import { AlertNotFound, AlertOutOfDate, AlertStepNotLegal, UnknownProvince } from './alerts.errors.ts';
import { type AlertRow, alertsRepo, draftColumns } from './alerts.repo.ts';
import { deliveriesRepo } from './delivery/deliveries.repo.ts';

/** Minimum validity: an alert that ends sooner would be over before anybody reads it. */
const MIN_VALIDITY_MS = 10 * 60_000;
const MAX_VALIDITY_MS = 90 * DAY_MS;

type Deps = { db: Db; clock: Clock; visibility: Visibility };
type OfAlert = { id: string; by: Staff };

/** Drafts, submits and withdraws alerts. Only the author may change or withdraw an alert; nobody else sees a
 *  draft. */
export function alertsService({ db, clock, visibility }: Deps) {
  const tidy = (draft: AlertDraft): AlertDraft => ({
    ...draft,
    title: { fa: tidyLine(draft.title.fa), en: tidyLine(draft.title.en) },
    text: { fa: tidyText(draft.text.fa), en: tidyText(draft.text.en) },
  });

  function checkValidity(validUntil: string | Date): void {
    const ms = new Date(validUntil).getTime() - clock.now().getTime();
    if (ms < MIN_VALIDITY_MS || ms > MAX_VALIDITY_MS) throw new AlertOutOfDate();
  }

  /** Locks the alert for one change by its author. */
  const change = <T>(
    { id, by, expectedVersion }: OfAlert & AlertStep,
    act: (alert: AlertRow, trx: Db) => Promise<T>,
  ): Promise<T> =>
    db.transaction(async (trx) => {
      const alert = await alertsRepo(trx).forUpdate(id);
      if (!alert) throw new AlertNotFound();
      if (alert.author !== by.username) {
        if (await mayOversee(alert, by)) throw new NotAllowed();
        throw new AlertNotFound();
      }
      if (alert.version !== expectedVersion) throw new VersionConflict(undefined, { version: alert.version });
      return act(alert, trx);
    });

  const mayOversee = async (alert: AlertRow, by: Staff): Promise<boolean> => {
    const { reach } = await visibility.of(by);
    return alert.status !== 'draft' && canSeeAlert(alert, by.username, reach.see.open);
  };

  return {
    async draft(draft: AlertDraft, by: Staff): Promise<string> {
      checkValidity(draft.validUntil);
      const [department] = by.departments;
      if (department === undefined) throw new NotAllowed();
      return db.transaction(async (trx) => {
        const alerts = alertsRepo(trx);
        if (await alerts.unknownProvinces(draft.provinces)) throw new UnknownProvince();
        const at = clock.now();
        const id = await alerts.insert({
          ...draftColumns(tidy(draft)),
          status: 'draft',
          author: by.username,
          author_department: department,
          created_at: at,
        });
        await alerts.record(id, { kind: 'drafted', at, actor: by.username });
        return id;
      });
    },

    edit: ({ id, by, expectedVersion, ...draft }: OfAlert & ChangeAlertDraft): Promise<void> =>
      change({ id, by, expectedVersion }, async (alert, trx) => {
        if (alert.status !== 'draft') throw new AlertStepNotLegal(undefined, { status: alert.status });
        checkValidity(draft.validUntil);
        const alerts = alertsRepo(trx);
        if (await alerts.unknownProvinces(draft.provinces)) throw new UnknownProvince();
        await alerts.update(id, draftColumns(tidy(draft)));
      }),

    /** Submits the draft for approval: from here on the process owns it. */
    submit: (step: OfAlert & AlertStep): Promise<void> =>
      change(step, async (alert, trx) => {
        if (alert.status !== 'draft') throw new AlertStepNotLegal(undefined, { status: alert.status });
        checkValidity(alert.valid_until);
        const alerts = alertsRepo(trx);
        const at = clock.now();
        await alerts.update(alert.id, { status: 'awaiting-approval', submitted_at: at });
        await alerts.record(alert.id, { kind: 'submitted', at, actor: step.by.username });
        await enqueue(trx, alertStart(alert, await alerts.limits()));
      }),

    /** Withdraws the alert, at any time before it is over: nobody gets it any more, and its process ends. */
    withdraw: (step: OfAlert & AlertStep): Promise<void> =>
      change(step, async (alert, trx) => {
        if (!canChangeAlertStatus(alert.status, 'withdrawn'))
          throw new AlertStepNotLegal(undefined, { status: alert.status });
        const alerts = alertsRepo(trx);
        const at = clock.now();
        await alerts.update(alert.id, { status: 'withdrawn', ended_at: at });
        await deliveriesRepo(trx).stop(alert.id, 'withdrawn');
        await alerts.record(alert.id, { kind: 'withdrawn', at, actor: step.by.username });
        if (alert.status !== 'draft') await enqueue(trx, alertWithdrawn(alert.id));
      }),
  };
}

export type AlertsService = ReturnType<typeof alertsService>;

/** An alert is visible to its author and, once submitted, to the departments of the author and of the area
 *  and to all above them. */
export const canSeeAlert = (
  { author, status, author_department, department }: AlertRow,
  username: string,
  departments: readonly string[],
): boolean =>
  author === username ||
  (status !== 'draft' &&
    (departments.includes(author_department) || (department !== null && departments.includes(department))));
