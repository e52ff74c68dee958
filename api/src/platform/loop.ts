import { backOff } from './back-off.ts';
import type { Log } from './log.ts';

/** The loop as its round sees it. */
export type LoopControl = {
  /** Aborts when the loop is stopped. */
  signal: AbortSignal;
  /** Pauses until the time is over, or sooner when the loop is woken or stopped. A wake that came during the
   *  round ends the pause at once. */
  rest(ms: number): Promise<void>;
};

export type Loop = {
  /** Ends the current rest, or the next one. */
  wake(): void;
  /** Lets the round under way complete and begins no other. */
  stop(): Promise<void>;
};

/** Repeats `round` until `stop`. After a failure it pauses, longer with each failure in a row and regardless
 *  of `wake`. It logs the first failure in a row and the recovery.
 *  @param round returns 'done' to end the loop; otherwise it rests by itself */
export function startLoop({
  round,
  backOffMs: [minMs, maxMs],
  log,
  failing,
  recovered,
}: {
  round: (loop: LoopControl) => Promise<'done' | void>;
  backOffMs: readonly [min: number, max: number];
  log: Log;
  failing: string;
  recovered: string;
}): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let woken = false;
  let backingOff = false;
  let endPause: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function rest(ms: number): Promise<void> {
    if (!woken && !signal.aborted) await pause(ms);
    woken = false;
  }

  async function afterFailure(error: unknown, failures: number): Promise<void> {
    if (signal.aborted) return;
    if (failures === 1) log.warn({ reason: (error as Error).message }, failing);
    backingOff = true;
    await pause(backOff(minMs, failures, maxMs));
    backingOff = false;
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        const result = await round({ signal, rest });
        if (failures > 0) log.info({}, recovered);
        failures = 0;
        if (result === 'done') return;
      } catch (error) {
        failures += 1;
        await afterFailure(error, failures);
      }
    }
  }

  const running = run();
  return {
    wake() {
      woken = true;
      if (!backingOff) endPause();
    },
    async stop() {
      stopping.abort();
      endPause();
      await running;
    },
  };
}
