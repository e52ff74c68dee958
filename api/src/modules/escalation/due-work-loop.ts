import type { Clock } from '#api/platform/clock.ts';
import type { Log } from '#api/platform/log.ts';
import { type Loop, type LoopControl, startLoop } from '#api/platform/loop.ts';

/** Work that becomes due. `perform` handles up to `limit` items. */
export type DueWork = { perform(limit: number): Promise<number>; nextDue(): Promise<Date | undefined> };

const POLL_INTERVAL_MS = 1_000;
/** Time after which work that is due but locked by somebody is tried again. */
const MIN_POLL_INTERVAL_MS = 100;
const BATCH_SIZE = 250;
const BACK_OFF_MS = [500, 10_000] as const;

/** Performs what is due, every second or sooner when something is due sooner. Several nodes may run it at
 *  once. */
export function startDueWorkLoop({
  works,
  clock,
  log,
}: {
  works: readonly DueWork[];
  clock: Clock;
  log: Log;
}): Loop {
  async function round({ signal, rest }: LoopControl): Promise<void> {
    for (const { perform } of works) {
      let done = BATCH_SIZE;
      while (done === BATCH_SIZE && !signal.aborted) done = await perform(BATCH_SIZE);
    }
    const next = await Promise.all(works.map(({ nextDue }) => nextDue()));
    const soonest = Math.min(...next.map((at) => at?.getTime() ?? Number.POSITIVE_INFINITY));
    const wait = soonest - clock.now().getTime();
    await rest(Math.max(MIN_POLL_INTERVAL_MS, Math.min(wait, POLL_INTERVAL_MS)));
  }

  return startLoop({
    round,
    backOffMs: BACK_OFF_MS,
    log,
    failing: 'what is due by the clock cannot be looked at',
    recovered: 'what is due by the clock is looked at again',
  });
}
