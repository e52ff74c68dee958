import { randomInt } from 'node:crypto';

export type SeededRandom = {
  /** In [0, 1). */
  next(): number;
  /** In [0, below). */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
};

/** A seed for tests that vary: FAULTS_SEED, or a new one. Put it into the title of the test, so that who sees it fail can have
 *  the same again. */
export const testSeed = (): number => Number(process.env.FAULTS_SEED) || randomInt(1, 1_000_000);

/** The same numbers for the same seed (mulberry32). */
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
