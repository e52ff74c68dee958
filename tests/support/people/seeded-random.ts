import { randomInt } from 'node:crypto';

export type SeededRandom = {
  /** Number in [0, 1). */
  next(): number;
  /** Integer in [0, below). */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
};

/** Returns the seed for randomized tests: FAULTS_SEED, or a new one. Put it in the test title, so that a
 *  failure can be reproduced. */
export const testSeed = (): number => Number(process.env.FAULTS_SEED) || randomInt(1, 1_000_000);

/** Creates a generator that yields the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { next, int, pick: (from) => from[int(from.length)] as (typeof from)[number] };
}
