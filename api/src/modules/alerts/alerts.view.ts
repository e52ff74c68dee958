import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import { type Staff } from '#api/platform/staff.ts';
import type {
  AlertPage,
  AlertSummary,
  AlertView,
  DeliveryReport,
  ListAlerts,
} from '#common/contract/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { canChangeAlertStatus } from './alert-status.ts';
import { AlertNotFound } from './alerts.errors.ts';
import type { AlertRow } from './alerts.repo.ts';
import { canSeeAlert } from './alerts.service.ts';

const PAGE_SIZE = 30;
const BY_CREATION = cursor('creation', ['time', 'uuid']);

type Row = AlertRow & { author_name: string | null };
type EventRow = {
  kind: string;
  at: Date;
  actor: string | null;
  actor_name: string | null;
  note: string | null;
};
type StateRow = { state: string; reason: string | null; count: string };

const HAS_REPORT: readonly string[] = ['sending', 'sent', 'withdrawn', 'expired', 'stopped'];
/** Internal events of the process; of no use to people. */
const INTERNAL_EVENTS = ['wave', 'deliveries-checked', 'finished'];

/** Read side of alerts for staff. */
export const alertsView = ({ db, clock, visibility }: { db: Db; clock: Clock; visibility: Visibility }) => ({
  async page({ status, after, limit = PAGE_SIZE }: ListAlerts, user: Staff): Promise<AlertPage> {
    const { reach } = await visibility.of(user);
    const { open } = reach.see;
    const query = db('alerts as a')
      .leftJoin('staff as s', 's.username', 'a.author')
      .select('a.*', 's.name as author_name')
      .whereRaw(
        `(a.author = ? or (a.status <> 'draft' and (a.author_department = any(?) or a.department = any(?))))`,
        [user.username, open, open],
      )
      .orderBy('a.created_at', 'desc')
      .orderBy('a.id', 'desc')
      .limit(limit + 1);
    if (status !== undefined) query.where('a.status', status);
    if (after !== undefined) query.whereRaw('(a.created_at, a.id) < (?, ?)', BY_CREATION.read(after));
    const rows = (await query) as Row[];
    return page(rows, limit, summary, (last) => BY_CREATION.write(last.created_at, last.id));
  },

  /** @throws AlertNotFound, also for an alert that this person may not see */
  async one(id: string, user: Staff): Promise<AlertView> {
    const row = (await db('alerts as a')
      .leftJoin('staff as s', 's.username', 'a.author')
      .select('a.*', 's.name as author_name')
      .where('a.id', id)
      .first()) as Row | undefined;
    const { reach, can } = await visibility.of(user);
    if (!row) throw new AlertNotFound();
    const task = await openTask(db, id);
    const mayDecide =
      task !== undefined &&
      row.author !== user.username &&
      can({ action: 'task:work', task: { ...task, confidential: false, barred: null, handedTo: [] } });
    if (!mayDecide && !canSeeAlert(row, user.username, reach.see.open)) throw new AlertNotFound();
    const own = row.author === user.username;
    return {
      ...summary(row),
      events: await events(db, id),
      report: HAS_REPORT.includes(row.status) ? await report(db, row, clock.now()) : null,
      canEdit: own && row.status === 'draft',
      canWithdraw: own && canChangeAlertStatus(row.status, 'withdrawn'),
      taskKey: mayDecide ? task.key : null,
    };
  },
});

export type AlertsView = ReturnType<typeof alertsView>;

const summary = (row: Row): AlertSummary => ({
  id: row.id,
  kind: row.kind,
  severity: row.severity,
  provinces: row.provinces,
  title: { fa: row.title_fa, en: row.title_en },
  text: { fa: row.text_fa, en: row.text_en },
  validUntil: row.valid_until.toISOString(),
  status: row.status,
  author: row.author,
  authorName: row.author_name,
  department: row.department,
  audience: row.audience,
  createdAt: row.created_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  version: row.version,
});

async function openTask(db: Db, alertId: string) {
  const row = await db('process_instances as i')
    .join('tasks as t', 't.instance_key', 'i.instance_key')
    .select('t.task_key as key', 't.queue', 't.assignee')
    .where({ 'i.request_id': alertId, 't.state': 'created' })
    .first<{ key: string; queue: string; assignee: string | null } | undefined>();
  return row;
}

async function events(db: Db, alertId: string): Promise<AlertView['events']> {
  const rows = (await db('alert_events as e')
    .leftJoin('staff as s', 's.username', 'e.actor')
    .select('e.kind', 'e.at', 'e.actor', 's.name as actor_name', db.raw("e.data ->> 'note' as note"))
    .where('e.alert_id', alertId)
    .whereNotIn('e.kind', INTERNAL_EVENTS)
    .orderBy('e.id')) as EventRow[];
  return rows.map(({ kind, at, actor, actor_name: actorName, note }) => ({
    kind,
    at: at.toISOString(),
    actor,
    actorName,
    note,
  }));
}

async function report(db: Db, alert: AlertRow, now: Date): Promise<DeliveryReport> {
  const rows = (await db('alert_deliveries')
    .select('state', 'reason')
    .count('* as count')
    .where({ alert_id: alert.id })
    .groupBy('state', 'reason')
    .orderBy('reason')) as StateRow[];
  const sum = (...states: string[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((all, { count }) => all + Number(count), 0);
  const reasons = (wanted: string) =>
    rows
      .filter(({ state }) => state === wanted)
      .map(({ reason, count }) => ({ reason: reason ?? 'unknown', count: Number(count) }));
  const all = rows.reduce((total, { count }) => total + Number(count), 0);
  return {
    sent: sum('sent'),
    queued: sum('queued', 'sending'),
    waiting: sum('waiting'),
    unreached: Math.max(0, (alert.audience ?? 0) - all),
    failed: reasons('failed'),
    skipped: reasons('skipped'),
    asOf: now.toISOString(),
  };
}
