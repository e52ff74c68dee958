import { type Db, prepared } from '#api/platform/db.ts';
import type { NewClock } from './arithmetic/new-clocks.ts';
import type { OpenPause, Segment, SlaClock } from './arithmetic/sla-clock.ts';

/** Row of `sla_clocks`. */
export type ClockRow = {
  id: string;
  request_id: string;
  target: SlaClock['target'];
  task_key: string | null;
  round: number;
  policy: number;
  calendar: string;
  calendar_version: number;
  amount: number;
  unit: SlaClock['unit'];
  started_at: Date;
  segments: Dated<Segment>[];
  holds: Dated<OpenPause>[];
  state: SlaClock['state'];
  due_at: Date;
  met_at: Date | null;
  stop_reason: string | null;
  cap_at: Date | null;
  net_minutes: number;
  paused_minutes: number;
  fired: number;
  next_step: string | null;
  next_step_at: Date | null;
  version: number;
};

/** The same type after JSON: dates are strings. */
type Dated<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

/** Change of a clock and its cause; `at` is the moment from which it holds. */
export type ClockChange = { before: SlaClock; after: SlaClock; at: Date; cause: string };

/** Saves the changes of clocks with their history, a version check so that nobody overwrites another's
 *  change, and the time to resolve that requests and tasks show. */
const SAVE = `
with changed as materialized (
  select * from jsonb_to_recordset(?::jsonb) as c (id bigint, expected integer, policy integer, calendar text,
      calendar_version integer, amount double precision, unit text, segments jsonb, holds jsonb, state text, due_at timestamptz,
      met_at timestamptz, stop_reason text, cap_at timestamptz, net_minutes double precision, paused_minutes double precision,
      fired integer, next_step text, next_step_at timestamptz, paused_since timestamptz, at timestamptz, cause text,
      was jsonb, now jsonb)
),
written as (
  update sla_clocks s
     set policy = c.policy, calendar = c.calendar, calendar_version = c.calendar_version, amount = c.amount, unit = c.unit,
         segments = c.segments, holds = c.holds, state = c.state, due_at = c.due_at, met_at = c.met_at,
         stop_reason = c.stop_reason, cap_at = c.cap_at, net_minutes = c.net_minutes, paused_minutes = c.paused_minutes,
         fired = c.fired, next_step = c.next_step, next_step_at = c.next_step_at, version = s.version + 1
    from changed c where s.id = c.id and s.version = c.expected
  returning s.id, s.request_id, s.target
),
noted as (
  insert into sla_changes (clock, at, cause, before, after)
  select c.id, c.at, c.cause, c.was, c.now from changed c join written w using (id) order by c.id
),
dated as (
  update requests r set due_at = c.due_at, paused_since = c.paused_since
    from written w join changed c using (id)
   where r.id = w.request_id and w.target = 'resolve'
     and (r.due_at, r.paused_since) is distinct from (c.due_at, c.paused_since)
  returning r.id, r.due_at
),
ranked as (
  update tasks t set due_at = d.due_at
    from dated d where t.request_id = d.id and t.state = 'created' and t.due_at is distinct from d.due_at
)
select count(*)::integer as saved from written`;

const ADD = `
  insert into sla_clocks (request_id, task_key, round, target, policy, calendar, calendar_version, amount, unit, started_at, segments,
    state, due_at, met_at, net_minutes, next_step, next_step_at)
  select * from jsonb_to_recordset(?::jsonb) as c (request_id uuid, task_key bigint, round integer, target text, policy integer,
    calendar text, calendar_version integer, amount double precision, unit text, started_at timestamptz, segments jsonb, state text,
    due_at timestamptz, met_at timestamptz, net_minutes double precision, next_step text, next_step_at timestamptz)
  on conflict (request_id, target, task_key, round) do nothing`;

export type ClockToAdd = NewClock & { requestId: string; taskKey?: string; round?: number };

/** Reads and writes clocks. Pass a transaction. */
export const clocksRepo = (db: Db) => ({
  /** Returns the clocks of a request, locked until the transaction ends. */
  async lockOfRequest(requestId: string): Promise<SlaClock[]> {
    const rows = await db('sla_clocks')
      .where({ request_id: requestId })
      .orderBy('id')
      .forUpdate()
      .options(prepared('hold-clocks'));
    return (rows as ClockRow[]).map(slaClockOf);
  },

  /** Returns the clocks of a task's stages, locked until the transaction ends; `busy` when somebody else
   *  holds one: try again later. The holder of a request may wait for its tasks, so the holder of a task must
   *  not wait for the request's clocks. */
  async lockStage(requestId: string, taskKey: string): Promise<SlaClock[] | 'busy'> {
    const its = { request_id: requestId, target: 'stage', task_key: taskKey };
    const rows = (await db('sla_clocks').where(its).orderBy('id').forUpdate().skipLocked()) as ClockRow[];
    const all = Number((await db('sla_clocks').where(its).count({ n: '*' }).first())?.n);
    return rows.length < all ? 'busy' : rows.map(slaClockOf);
  },

  async ofRequest(requestId: string): Promise<SlaClock[]> {
    const rows = await db('sla_clocks').where({ request_id: requestId }).orderBy('id');
    return (rows as ClockRow[]).map(slaClockOf);
  },

  /** Starts clocks that are not there yet. */
  async add(clocks: readonly ClockToAdd[]): Promise<void> {
    if (clocks.length === 0) return;
    const rows = clocks.map(({ requestId, taskKey, round = 1, ...clock }) => ({
      ...clock,
      request_id: requestId,
      task_key: taskKey,
      round,
    }));
    await db.raw(ADD, [JSON.stringify(rows)]).options(prepared('add-clocks'));
  },

  /** @throws when a clock was changed since it was read */
  async save(changes: readonly ClockChange[]): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ before, after, at, cause }) => ({
      ...columns(after),
      id: after.id,
      expected: before.version,
      paused_since: pausedSince(after),
      at,
      cause,
      was: differing(before, after),
      now: differing(after, before),
    }));
    const { rows: answer } = await db
      .raw<{ rows: { saved: number }[] }>(SAVE, [JSON.stringify(rows)])
      .options(prepared('save-clocks'));
    if (answer[0]?.saved !== changes.length) throw new Error('An SLA clock was changed while it was held');
  },
});

export const slaClockOf = (row: ClockRow): SlaClock => ({
  id: row.id,
  requestId: row.request_id,
  target: row.target,
  taskKey: row.task_key,
  round: row.round,
  policy: row.policy,
  calendar: row.calendar,
  calendarVersion: row.calendar_version,
  amount: row.amount,
  unit: row.unit,
  startedAt: row.started_at,
  segments: row.segments.map((one) => ({
    ...one,
    from: new Date(one.from),
    to: one.to === null ? null : new Date(one.to),
  })),
  openPauses: row.holds.map((one) => ({ ...one, since: new Date(one.since), until: new Date(one.until) })),
  state: row.state,
  dueAt: row.due_at,
  metAt: row.met_at,
  stopReason: row.stop_reason,
  capAt: row.cap_at,
  netMinutes: row.net_minutes,
  pausedMinutes: row.paused_minutes,
  fired: row.fired,
  nextStep: row.next_step,
  nextStepAt: row.next_step_at,
  version: row.version,
});

const columns = (clock: SlaClock) => ({
  policy: clock.policy,
  calendar: clock.calendar,
  calendar_version: clock.calendarVersion,
  amount: clock.amount,
  unit: clock.unit,
  segments: clock.segments,
  holds: clock.openPauses,
  state: clock.state,
  due_at: clock.dueAt,
  met_at: clock.metAt,
  stop_reason: clock.stopReason,
  cap_at: clock.capAt,
  net_minutes: clock.netMinutes,
  paused_minutes: clock.pausedMinutes,
  fired: clock.fired,
  next_step: clock.nextStep,
  next_step_at: clock.nextStepAt,
});

const pausedSince = ({ state, openPauses }: SlaClock): Date | null =>
  state === 'paused' ? (openPauses.map(({ since }) => since).sort((a, b) => +a - +b)[0] ?? null) : null;

/** Returns the columns in which `one` differs from `other`. */
function differing(one: SlaClock, other: SlaClock): Record<string, unknown> {
  const those = columns(other) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(columns(one)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(those[name]),
    ),
  );
}
