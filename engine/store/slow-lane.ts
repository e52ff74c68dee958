import { setTimeout as pause } from 'node:timers/promises';
import type { Key } from '../core/model.ts';

/** After a turn with a command of a slow process, all slow ones pause for this multiple of the time it
 *  took. */
const REST_FACTOR = 3;
const MAX_REST_MS = 15_000;
/** Maximum number of slow processes remembered; beyond it the list is cleared. */
const MAX_SLOW_PROCESSES = 10_000;

/** Limits processes with slow commands to a quarter of the engine's time altogether, so that all others go
 *  on. A process is one version, by its key; its first fast command takes it off the list. */
export type SlowLane = {
  /** Resolves when a command of this process may run; undefined when that is now. */
  delayFor(definition: Key): Promise<void> | undefined;
  isEmpty(): boolean;
  /** Records how long a command took, in ms, and for which process, if any. */
  recordCommand(ms: number, of: () => Key | undefined): void;
  /** Records how long a turn took, including its commit. */
  recordTurn(ms: number): void;
};

/** @param slowMs a command that takes longer makes its process a slow one */
export function createSlowLane(slowMs: number): SlowLane {
  const slow = new Set<Key>();
  /** Time taken by slow processes since the last turn ended. */
  let tookMs = 0;
  let freeAt = 0;
  let free: Promise<void> | undefined;

  const rest = (): Promise<void> =>
    (free ??= pause(freeAt - performance.now(), undefined, { ref: false }).then(() => {
      free = undefined;
      return freeAt > performance.now() ? rest() : undefined;
    }));

  return {
    isEmpty: () => slow.size === 0,
    delayFor: (definition) => (slow.has(definition) && freeAt > performance.now() ? rest() : undefined),
    recordCommand(ms, of) {
      if (ms <= slowMs && slow.size === 0) return;
      const definition = of();
      if (definition === undefined) return;
      if (ms <= slowMs) return void slow.delete(definition);
      if (slow.size >= MAX_SLOW_PROCESSES) slow.clear();
      slow.add(definition);
      tookMs += ms;
    },
    recordTurn(ms) {
      if (tookMs > 0) freeAt = performance.now() + Math.min(REST_FACTOR * Math.max(ms, tookMs), MAX_REST_MS);
      tookMs = 0;
    },
  };
}
