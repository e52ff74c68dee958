import type { Db } from '../../platform/db.ts';
import type { SlaBook } from './book.ts';
import type { Target } from './clock.ts';
import { slaClockOf, type ClockRow } from './clocks.repo.ts';
import { timeOf } from './elapsed.ts';
import { stepFired } from './plan.ts';
import type { SlaMode, SlaStep } from './sla-policy.ts';

/** A step of a ladder whose time has come. `at` is that time. With the clock and the step it names the step for good: a clock
 *  fires each of its steps once. */
export type DueStep = {
  clock: string;
  requestId: string;
  target: Target;
  taskKey: string | null;
  step: SlaStep;
  mode: SlaMode;
  percent: number;
  at: Date;
};

const DUE = `
  select * from sla_clocks where next_step_at <= ? order by next_step_at, id limit ? for update skip locked`;

const ADVANCE = `
  update sla_clocks s
     set fired = n.fired, next_step = n.next_step, next_step_at = n.next_step_at, version = s.version + 1
    from jsonb_to_recordset(?::jsonb) as n (id bigint, fired integer, next_step text, next_step_at timestamptz)
   where s.id = n.id`;

/** Takes the steps that are due, the longest due first, at most one of each clock, and moves their clocks on to the next step.
 *  What it costs depends on what is due alone. Several nodes may ask at once: each step is taken by one. Write down what the
 *  steps lead to in the same transaction (`db`). An answer of `limit` steps may mean that there are more. */
export async function takeDueSteps(
  { db, book }: { db: Db; book: SlaBook },
  { now, limit }: { now: Date; limit: number },
): Promise<DueStep[]> {
  const { rows } = await db.raw<{ rows: ClockRow[] }>(DUE, [now.toISOString(), limit]);
  if (rows.length === 0) return [];
  const due: DueStep[] = [];
  const moved: object[] = [];
  const clocks = rows.map(slaClockOf);
  const shiftsOf = await book.shifts(
    clocks.flatMap(({ segments }) =>
      segments.map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion })),
    ),
  );
  for (const clock of clocks) {
    const { ladder } = await book.policy(clock.policy);
    const step = ladder[clock.fired];
    const next = stepFired(clock, ladder, timeOf(clock, shiftsOf));
    moved.push({
      id: clock.id,
      fired: next.fired,
      next_step: next.nextStep,
      next_step_at: next.nextStepAt,
    });
    if (!step || !clock.nextStepAt) continue;
    const { id, requestId, target, taskKey, nextStepAt: at } = clock;
    due.push({ clock: id, requestId, target, taskKey, ...step, at });
  }
  await db.raw(ADVANCE, [JSON.stringify(moved)]);
  return due;
}
