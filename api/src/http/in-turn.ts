import { TooManyRequests } from './http.errors.ts';

/** What one person may have waiting. A screen asks for a few things at once. */
const MOST_WAITING = 8;

type Turn = { last: Promise<unknown>; waiting: number };

/** Lets what one person asks for wait for what that person asked before, so that nobody fills what all share.
 *  @throws TooManyRequests when too much waits already */
export function inTurn(): <T>(who: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Turn>();
  return async (who, work) => {
    const turn = turns.get(who) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting > MOST_WAITING) throw new TooManyRequests();
    turns.set(who, turn);
    turn.waiting += 1;
    const own = turn.last.then(work);
    turn.last = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) turns.delete(who);
    }
  };
}
