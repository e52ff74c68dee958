import { TooManyRequests } from './http.errors.ts';

/** What all share: the process that reads while people draw, and the one that checks and evaluates (`sandbox.ts`). */
export type Shared = 'reading' | 'checking';

/** What one person may have waiting. A screen asks for a few things at once. */
const MOST_WAITING = 8;

type Turn = { last: Promise<unknown>; waiting: number };

/** Lets what one person asks for wait for what that person asked before of the same, so that nobody fills what all share.
 *  @throws TooManyRequests when too much waits already */
export function inTurn(): <T>(shared: Shared, who: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Turn>();
  return async (shared, who, work) => {
    const name = `${shared} ${who}`;
    const turn = turns.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting > MOST_WAITING) throw new TooManyRequests();
    turns.set(name, turn);
    turn.waiting += 1;
    const own = turn.last.then(work);
    turn.last = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) turns.delete(name);
    }
  };
}
