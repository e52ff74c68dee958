import type { Db } from '#api/platform/db.ts';
import { scheduleClock } from './arithmetic/clock-schedule.ts';
import { workingTimeOfClock } from './arithmetic/elapsed-time.ts';
import { endCappedPauses } from './arithmetic/pause.ts';
import type { SlaClock } from './arithmetic/sla-clock.ts';
import type { SlaPolicy } from './arithmetic/sla-policy.ts';
import type { WorkingTime } from './arithmetic/working-time.ts';
import { type ClockChange, clocksRepo } from './clocks.repo.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

type ClockContext = { policy: SlaPolicy; time: WorkingTime };

/** Change of a clock; returning the same clock means no change. */
export type ClockTransition = (clock: SlaClock, its: ClockContext) => SlaClock;

/** Updates clocks that are locked in a transaction (`db`), and saves the result. */
export function clockUpdater({ db, slaCatalogue }: { db: Db; slaCatalogue: SlaCatalogue }) {
  const clocks = clocksRepo(db);

  async function its(one: SlaClock): Promise<ClockContext> {
    const shiftsOf = await slaCatalogue.shiftsFor(
      [...one.segments, one].map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion })),
    );
    return { policy: await slaCatalogue.policy(one.policy), time: workingTimeOfClock(one, shiftsOf) };
  }

  /** Applies a transition to a clock and, if it changed the clock, computes its schedule anew. Pauses whose
   *  cap has passed by then end first, and are recorded as such. */
  async function update(
    one: SlaClock,
    at: Date,
    cause: string,
    step: ClockTransition,
  ): Promise<ClockChange[]> {
    const changes: ClockChange[] = [];
    const take = async (before: SlaClock, when: Date, why: string, how: ClockTransition) => {
      const after = how(before, await its(before));
      if (after === before) return before;
      const { policy, time } = await its(after);
      const planned = scheduleClock(after, policy.ladder, time);
      changes.push({ before, after: planned, at: when, cause: why });
      return { ...planned, version: before.version + 1 };
    };
    const capAt = one.capAt;
    const settled =
      capAt && capAt <= at ? await take(one, capAt, 'pause-cap', (held) => endCappedPauses(held, at)) : one;
    await take(settled, at, cause, step);
    return changes;
  }

  async function updateAll(
    all: readonly SlaClock[],
    at: Date,
    cause: string,
    step: ClockTransition,
  ): Promise<void> {
    const changes: ClockChange[][] = [];
    for (const one of all) changes.push(await update(one, at, cause, step));
    await clocks.save(changes.flatMap(([first]) => first ?? []));
    await clocks.save(changes.flatMap(([, second]) => second ?? []));
  }

  return { updateAll };
}
