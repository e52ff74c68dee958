import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { afterStepFired } from './arithmetic/clock-schedule.ts';
import { workingTimeOfClock } from './arithmetic/elapsed-time.ts';
import type { SlaClock, SlaTarget } from './arithmetic/sla-clock.ts';
import type { SlaMode, SlaStep } from './arithmetic/sla-policy.ts';
import { type ClockRow, slaClockOf } from './clocks.repo.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

/** Escalation step whose time has come; `at` is that time. Clock, step and round identify it for good: a
 *  clock fires each of its steps once per round, and a reopening begins a new round. `superseded`: a higher
 *  step of the same clock is due as well, e.g. after an outage. */
export type DueStep = {
  clock: string;
  requestId: string;
  target: SlaTarget;
  taskKey: string | null;
  round: number;
  step: SlaStep;
  mode: SlaMode;
  percent: number;
  at: Date;
  superseded: boolean;
};

/** `clocks`: number of clocks that were due; if it equals the limit, there may be more. */
export type DueSteps = { clocks: number; steps: DueStep[] };

type DueRow = ClockRow & { reopenings: number };

/** Time for which a clock that cannot be computed is left alone, so that it holds up no other. */
const QUARANTINE_MS = 10 * 60_000;

/** Requests are locked as foreign keys to them will need it, and passed over while a step of their life holds
 *  them: a transaction that waited here for a request, with clocks in hand, could deadlock with that step. */
const DUE = `
  select c.*, r.reopenings
    from sla_clocks c join requests r on r.id = c.request_id
   where c.next_step_at <= ?
   order by c.next_step_at, c.id
   limit ?
     for update of c skip locked
     for key share of r skip locked`;

const ADVANCE = `
  update sla_clocks s
     set fired = n.fired, next_step = n.next_step, next_step_at = n.next_step_at, version = s.version + 1
    from jsonb_to_recordset(?::jsonb) as n (id bigint, fired integer, next_step text, next_step_at timestamptz)
   where s.id = n.id`;

/** Takes the steps that are due, those of the longest overdue clocks first and in order within a clock, and
 *  advances the clocks to their next step. The cost depends only on what is due. Several nodes may call it at
 *  once: each step is taken by one of them. Write the results of the steps in the same transaction (`db`). */
export async function takeDueSteps(
  { db, slaCatalogue, log }: { db: Db; slaCatalogue: SlaCatalogue; log?: Log },
  { now, limit }: { now: Date; limit: number },
): Promise<DueSteps> {
  const { rows } = await db.raw<{ rows: DueRow[] }>(DUE, [now.toISOString(), limit]);
  if (rows.length === 0) return { clocks: 0, steps: [] };
  const steps: DueStep[] = [];
  const moved: SlaClock[] = [];
  for (const row of rows) {
    const clock = slaClockOf(row);
    try {
      const { due, next } = await dueStepsOf(clock, row.reopenings, slaCatalogue, now);
      steps.push(...due);
      moved.push(next);
    } catch (error) {
      const { id, requestId } = clock;
      log?.error(
        { err: error, clockId: id, requestId },
        'an SLA clock cannot be computed; it is left for later',
      );
      moved.push({ ...clock, nextStepAt: new Date(now.getTime() + QUARANTINE_MS) });
    }
  }
  await db.raw(ADVANCE, [
    JSON.stringify(
      moved.map(({ id, fired, nextStep, nextStepAt }) => ({
        id,
        fired,
        next_step: nextStep,
        next_step_at: nextStepAt,
      })),
    ),
  ]);
  return { clocks: rows.length, steps };
}

async function dueStepsOf(
  clock: SlaClock,
  round: number,
  slaCatalogue: SlaCatalogue,
  now: Date,
): Promise<{ due: DueStep[]; next: SlaClock }> {
  const { id, requestId, target, taskKey, segments, policy } = clock;
  const [{ ladder }, shiftsOf] = await Promise.all([
    slaCatalogue.policy(policy),
    slaCatalogue.shiftsFor(
      segments.map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion })),
    ),
  ]);
  const time = workingTimeOfClock(clock, shiftsOf);
  const due: DueStep[] = [];
  let next = clock;
  while (next.nextStepAt !== null && next.nextStepAt <= now) {
    const rung = ladder[next.fired];
    const at = next.nextStepAt;
    if (rung) due.push({ clock: id, requestId, target, taskKey, round, ...rung, at, superseded: true });
    next = afterStepFired(next, ladder, time);
  }
  const highest = due.at(-1);
  if (highest) highest.superseded = false;
  return { due, next };
}
