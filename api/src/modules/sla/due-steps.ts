import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { afterStepFired } from './arithmetic/clock-schedule.ts';
import { workingTimeOfClock } from './arithmetic/elapsed-time.ts';
import type { SlaClock, SlaTarget } from './arithmetic/sla-clock.ts';
import type { SlaMode, SlaStep } from './arithmetic/sla-policy.ts';
import { type ClockRow, slaClockOf } from './clocks.repo.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

/** A step of a ladder whose time has come. `at` is that time. With the clock, the step and the round it is named for good: a clock
 *  fires each of its steps once in a round, and a reopening begins a new one. `superseded`: a higher step of the same clock is
 *  due as well, as after a time in which nobody looked. */
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

/** `clocks`: how many clocks were due; as many as the limit means that there may be more. */
export type DueSteps = { clocks: number; steps: DueStep[] };

type DueRow = ClockRow & { reopenings: number };

/** A clock that cannot be computed is left alone for so long, so that it holds up no other. */
const QUARANTINE_MS = 10 * 60_000;

/** Requests are held as foreign keys to them will need it, and passed over while a step of their life holds them: who waited for one
 *  here, with clocks in hand, could be waited for by it. */
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

/** Takes the steps that are due, of the clocks longest due first and of each clock in their order, and moves the clocks on to what
 *  comes next. What it costs depends on what is due alone. Several nodes may ask at once: each step is taken by one. Write down
 *  what the steps lead to in the same transaction (`db`). */
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
