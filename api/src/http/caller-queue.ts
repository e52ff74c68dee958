import { setTimeout as pause } from 'node:timers/promises';
import { TooManyRequests } from './http.errors.ts';

/** Resources shared by all callers: the process that reads files while people draw, the one that checks and
 *  evaluates (`sandbox.ts`), and the engine, which runs test runs. */
export type SharedResource = 'reading' | 'checking' | 'trying';

/** Maximum number of waiting calls per person. A page sends a few at once. */
const MAX_QUEUED = 8;

/** After a call longer than a second, the same person's next call waits for this multiple of the excess,
 *  which leaves the engine that time for others. */
const REST_FACTORS: Record<SharedResource, number> = { reading: 0, checking: 0, trying: 3 };
const SLOW_AFTER_MS = 1_000;
const MAX_REST_MS = 10_000;

type QueueState = { last: Promise<unknown>; waiting: number };

/** Queues each person's calls to a shared resource one after the other, so that nobody can monopolize it.
 *  @throws TooManyRequests when too many calls wait already */
export function callerQueue(): <T>(
  shared: SharedResource,
  who: string,
  work: () => Promise<T>,
) => Promise<T> {
  const turns = new Map<string, QueueState>();
  return async (shared, who, work) => {
    const name = `${shared} ${who}`;
    const turn = turns.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting > MAX_QUEUED) throw new TooManyRequests();
    turns.set(name, turn);
    turn.waiting += 1;
    let began = 0;
    const own = turn.last.then(() => {
      began = performance.now();
      return work();
    });
    const rested = async () => {
      const late = performance.now() - began - SLOW_AFTER_MS;
      const rest = Math.min(REST_FACTORS[shared] * late, MAX_REST_MS);
      if (rest > 0) await pause(rest, undefined, { ref: false });
      turn.waiting -= 1;
      if (turn.waiting === 0) turns.delete(name);
    };
    turn.last = own.then(rested, rested);
    return own;
  };
}
