import type { Db } from '#api/platform/db.ts';
import type { SlaBook } from './book.ts';
import type { SlaClock } from './clock.ts';
import { clocksRepo, type ClockChange } from './clocks.repo.ts';
import { timeOf } from './elapsed.ts';
import { endCappedPauses } from './pause.ts';
import { plan } from './plan.ts';
import type { Policy } from './sla-policy.ts';
import type { WorkingTime } from './working-time.ts';

type With = { policy: Policy; time: WorkingTime };

/** What happens to a clock; the same clock back means nothing. */
export type Move = (clock: SlaClock, its: With) => SlaClock;

/** Moves clocks that are held in a transaction (`db`), and writes what became of them. */
export function clockMoves({ db, book }: { db: Db; book: SlaBook }) {
  const clocks = clocksRepo(db);

  async function its(one: SlaClock): Promise<With> {
    const shiftsOf = await book.shifts(
      [...one.segments, one].map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion })),
    );
    return { policy: await book.policy(one.policy), time: timeOf(one, shiftsOf) };
  }

  /** Plans a clock anew when a step changed it. Pauses that were over by then end first, and are written down as that. */
  async function move(one: SlaClock, at: Date, cause: string, step: Move): Promise<ClockChange[]> {
    const changes: ClockChange[] = [];
    const take = async (before: SlaClock, when: Date, why: string, how: Move) => {
      const after = how(before, await its(before));
      if (after === before) return before;
      const { policy, time } = await its(after);
      const planned = plan(after, policy.ladder, time);
      changes.push({ before, after: planned, at: when, cause: why });
      return { ...planned, version: before.version + 1 };
    };
    const capAt = one.capAt;
    const settled =
      capAt && capAt <= at ? await take(one, capAt, 'pause-cap', (held) => endCappedPauses(held, at)) : one;
    await take(settled, at, cause, step);
    return changes;
  }

  async function moveAll(all: readonly SlaClock[], at: Date, cause: string, step: Move): Promise<void> {
    const changes: ClockChange[][] = [];
    for (const one of all) changes.push(await move(one, at, cause, step));
    await clocks.save(changes.flatMap(([first]) => first ?? []));
    await clocks.save(changes.flatMap(([, second]) => second ?? []));
  }

  return { moveAll };
}
