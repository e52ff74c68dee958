import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { localDay } from '#api/platform/time.ts';
import type { AvailableChannels } from '../notifications/index.ts';
import { canChangeAlertStatus, hasEnded } from './alert-status.ts';
import { AlertNotFound } from './alerts.errors.ts';
import { type AlertRow, alertsRepo } from './alerts.repo.ts';
import { deliveriesRepo } from './delivery/deliveries.repo.ts';
import { planDelivery } from './delivery/plan-delivery.ts';

/** `onceKey` is the same for every delivery of one job. */
type AlertProcessStep = { alertId: string; onceKey: string };

export type WaveResult = { wave: 'more' | 'quiet' | 'done'; quietUntil: string | null };
export type DecisionResult = { decision: 'approve' | 'reject' | 'void' };

/** Limit of queued messages, in waves. While more of them wait for the mail server, no further wave adds to
 *  them. */
const MAX_QUEUED_WAVES = 4;

const DECISIONS = {
  approval: { element: 'Task_ApproveAlert', from: 'awaiting-approval', yes: 'counting', no: 'rejected' },
  confirmation: {
    element: 'Task_ConfirmAudience',
    from: 'awaiting-confirmation',
    yes: 'sending',
    no: 'stopped',
  },
} as const;

/** Steps that the process of an alert takes, each exactly once however often its job is delivered, with the
 *  same result. Once the alert has ended, steps change nothing. */
export function alertSteps({
  db,
  clock,
  availableChannels,
}: {
  db: Db;
  clock: Clock;
  availableChannels: AvailableChannels;
}) {
  type Context = { alert: AlertRow; trx: Db; at: Date };

  const take = <T extends Record<string, unknown>>(
    { alertId, onceKey }: AlertProcessStep,
    kind: string,
    act: (context: Context) => Promise<{ result: T; kind?: string; actor?: string; note?: string }>,
  ): Promise<T> =>
    db.transaction(async (trx) => {
      const alerts = alertsRepo(trx);
      const alert = await alerts.forUpdate(alertId);
      if (!alert) throw new AlertNotFound();
      const before = await alerts.resultByOnceKey(onceKey);
      if (before) return before['result'] as T;
      const at = clock.now();
      const done = await act({ alert, trx, at });
      const data = { result: done.result, ...(done.note ? { note: done.note } : {}) };
      await alerts.record(alertId, { kind: done.kind ?? kind, at, actor: done.actor ?? null, data, onceKey });
      return done.result;
    });

  return {
    /** Records who owns the area, and hence who approves. */
    recordOwner: (step: AlertProcessStep & { department: string; rule: string | null }) =>
      take(step, 'owner-found', async ({ alert, trx }) => {
        await alertsRepo(trx).update(alert.id, { department: step.department });
        return { result: {}, ...(step.rule ? { note: step.rule } : {}) };
      }),

    /** Moves a task that nobody has decided for a while to the top of its queue. */
    remindApprover: (step: AlertProcessStep) =>
      take(step, 'approval-reminded', async ({ alert, trx }) => {
        await alertsRepo(trx).raiseTask(alert.id, DECISIONS.approval.element);
        return { result: {} };
      }),

    /** Records an approval or a confirmation from its form. The author of the alert decides nothing, and the
     *  approver does not confirm: such a decision is void. */
    recordDecision: (step: AlertProcessStep & { stage: 'approval' | 'confirmation' }) =>
      take<DecisionResult>(step, step.stage, async ({ alert, trx, at }) => {
        const { element, from, yes, no } = DECISIONS[step.stage];
        const form = await alertsRepo(trx).latestSubmission(alert.id, element);
        const actor = form?.submitted_by;
        const approval =
          step.stage === 'confirmation' &&
          (await alertsRepo(trx).latestSubmission(alert.id, DECISIONS.approval.element));
        const barred = [alert.author, ...(approval ? [approval.submitted_by] : [])];
        if (!form || actor === undefined || barred.includes(actor))
          return { result: { decision: 'void' }, kind: 'decision-void', ...(actor ? { actor } : {}) };
        const decision = form.data.decision === 'approve' ? 'approve' : 'reject';
        const next = decision === 'approve' ? yes : no;
        if (alert.status === from && canChangeAlertStatus(alert.status, next))
          await alertsRepo(trx).update(alert.id, {
            status: next,
            ...(next === no ? { ended_at: at } : {}),
          });
        const { reason } = form.data;
        return {
          result: { decision },
          kind: next,
          actor,
          ...(typeof reason === 'string' ? { note: reason } : {}),
        };
      }),

    /** Counts the people whom the alert is for; who they are never leaves the system. `large`: a person must
     *  confirm so wide a sending. */
    countAudience: (step: AlertProcessStep) =>
      take(step, 'counted', async ({ alert, trx }) => {
        const alerts = alertsRepo(trx);
        const audience = await deliveriesRepo(trx).audience(alert);
        const large = audience > (await alerts.limits()).confirm_above;
        const next = large ? 'awaiting-confirmation' : 'sending';
        if (alert.status === 'counting') await alerts.update(alert.id, { audience, status: next });
        return { result: { audience, large } };
      }),

    /** Plans the next recipients: first those whose quiet hours have ended, then those whom no wave has
     *  reached. */
    sendWave: (step: AlertProcessStep) =>
      take<WaveResult>(step, 'wave', async ({ alert, trx, at }) => {
        const over = alert.status !== 'sending' || alert.valid_until <= at;
        if (over) return { result: { wave: 'done', quietUntil: null } };
        const deliveries = deliveriesRepo(trx);
        await deliveries.lockWaves();
        const { wave_size: size, daily_quota: dailyQuota } = await alertsRepo(trx).limits();
        if ((await deliveries.queued(alert.id)) >= MAX_QUEUED_WAVES * size)
          return { result: { wave: 'more', quietUntil: null } };

        const day = localDay(at);
        const woken = await deliveries.afterQuietHours(alert, { now: at, day, limit: size });
        const fresh =
          woken.length < size ? await deliveries.nextRecipients(alert, day, size - woken.length) : [];
        const plans = [...woken, ...fresh].map((person) => ({
          ...planDelivery(person, { severity: alert.severity, now: at, dailyQuota, availableChannels }),
          id: person.id,
          channel: person.channel,
        }));
        await deliveries.plan(alert, plans, at);
        const reached = fresh.at(-1)?.id ?? alert.reached;
        await alertsRepo(trx).update(alert.id, { reached });

        const full = woken.length + fresh.length === size;
        const waking = await deliveries.nextQuietEnd(alert.id);
        const wave = full || (waking && waking <= at) ? 'more' : waking ? 'quiet' : 'done';
        return { result: { wave, quietUntil: wave === 'quiet' && waking ? waking.toISOString() : null } };
      }),

    /** Tells whether everything that was queued has been sent or given up. */
    checkDeliveries: (step: AlertProcessStep) =>
      take(step, 'deliveries-checked', async ({ alert, trx, at }) => {
        const deliveries = deliveriesRepo(trx);
        await deliveries.requeueStalled(alert, at);
        return { result: { delivered: (await deliveries.queued(alert.id)) === 0 } };
      }),

    /** Ends the alert: nobody gets it any more, and its report is final. */
    finish: (step: AlertProcessStep & { expired: boolean }) =>
      take(step, 'finished', async ({ alert, trx, at }) => {
        const ended = !step.expired && canChangeAlertStatus(alert.status, 'sent') ? 'sent' : 'expired';
        const status = hasEnded(alert.status) ? alert.status : ended;
        const reason = status === 'withdrawn' ? 'withdrawn' : 'validity-ended';
        await deliveriesRepo(trx).stop(alert.id, reason);
        if (status !== alert.status) await alertsRepo(trx).update(alert.id, { status, ended_at: at });
        return { result: { status }, kind: status === alert.status ? 'finished' : status };
      }),
  };
}

export type AlertSteps = ReturnType<typeof alertSteps>;
