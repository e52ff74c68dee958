import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import type { SlaBook } from './book.ts';
import type { SlaClock, Target } from './clock.ts';
import { slaClockOf, type ClockRow } from './clocks.repo.ts';
import { timeOf } from './elapsed.ts';
import { stepFired } from './plan.ts';
import type { SlaMode, SlaStep } from './sla-policy.ts';

/** A step of a ladder whose time has come. `at` is that time. With the clock, the step and the round it is named for good: a clock
 *  fires each of its steps once in a round, and a reopening begins a new one. `superseded`: a higher step of the same clock is
 *  due as well, as after a time in which nobody looked. */
export type DueStep = {
  clock: string;
  requestId: string;
  target: Target;
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
const BROKEN_FOR_MS = 10 * 60_000;

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
  { db, book, log }: { db: Db; book: SlaBook; log?: Log },
  { now, limit }: { now: Date; limit: number },
): Promise<DueSteps> {
  const { rows } = await db.raw<{ rows: DueRow[] }>(DUE, [now.toISOString(), limit]);
  if (rows.length === 0) return { clocks: 0, steps: [] };
  const steps: DueStep[] = [];
  const moved: SlaClock[] = [];
  for (const row of rows) {
    const clock = slaClockOf(row);
    try {
      const { due, next } = await dueOf(clock, row.reopenings, book, now);
      steps.push(...due);
      moved.push(next);
    } catch (error) {
      const { id, requestId } = clock;
      log?.error(
        { err: error, clockId: id, requestId },
        'an SLA clock cannot be computed; it is left for later',
      );
      moved.push({ ...clock, nextStepAt: new Date(now.getTime() + BROKEN_FOR_MS) });
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

async function dueOf(
  clock: SlaClock,
  round: number,
  book: SlaBook,
  now: Date,
): Promise<{ due: DueStep[]; next: SlaClock }> {
  const { id, requestId, target, taskKey, segments, policy } = clock;
  const [{ ladder }, shiftsOf] = await Promise.all([
    book.policy(policy),
    book.shifts(segments.map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion }))),
  ]);
  const time = timeOf(clock, shiftsOf);
  const due: DueStep[] = [];
  let next = clock;
  while (next.nextStepAt !== null && next.nextStepAt <= now) {
    const rung = ladder[next.fired];
    const at = next.nextStepAt;
    if (rung) due.push({ clock: id, requestId, target, taskKey, round, ...rung, at, superseded: true });
    next = stepFired(next, ladder, time);
  }
  const highest = due.at(-1);
  if (highest) highest.superseded = false;
  return { due, next };
}
