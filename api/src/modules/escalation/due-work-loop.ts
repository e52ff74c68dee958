import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '#api/platform/back-off.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Log } from '#api/platform/log.ts';

/** Work that becomes due. `perform` handles up to `limit` items. */
export type DueWork = { perform(limit: number): Promise<number>; nextDue(): Promise<Date | undefined> };

const POLL_INTERVAL_MS = 1_000;
/** Time after which work that is due but locked by somebody is tried again. */
const MIN_POLL_INTERVAL_MS = 100;
const BATCH_SIZE = 250;
const MIN_BACK_OFF_MS = 500;
const MAX_BACK_OFF_MS = 10_000;

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
}) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);

  async function round(): Promise<void> {
    for (const { perform } of works) {
      let done = BATCH_SIZE;
      while (done === BATCH_SIZE && !signal.aborted) done = await perform(BATCH_SIZE);
    }
    const next = await Promise.all(works.map(({ nextDue }) => nextDue()));
    const soonest = Math.min(...next.map((at) => at?.getTime() ?? Number.POSITIVE_INFINITY));
    const wait = soonest - clock.now().getTime();
    await rest(Math.max(MIN_POLL_INTERVAL_MS, Math.min(wait, POLL_INTERVAL_MS)));
  }

  async function run(): Promise<void> {
    for (let failed = 0; !signal.aborted;) {
      try {
        await round();
        failed = 0;
      } catch (error) {
        failed += 1;
        if (failed === 1)
          log.warn({ reason: (error as Error).message }, 'what is due by the clock cannot be looked at');
        await rest(backOff(MIN_BACK_OFF_MS, failed, MAX_BACK_OFF_MS));
      }
    }
  }

  const running = run();
  return {
    /** Waits for work in progress. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
