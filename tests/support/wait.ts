import { setTimeout as pause } from 'node:timers/promises';

/** Repeats `attempt` until it neither throws nor returns undefined or false.
 *  @throws the last error, or a generic one, when `timeout` (ms) expires */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeout = 90_000, every = 25 }: { timeout?: number; every?: number } = {},
): Promise<Exclude<Awaited<T>, undefined | false>> {
  const end = Date.now() + timeout;
  let last: unknown = new Error(`nothing came within ${timeout} ms`);
  for (;;) {
    try {
      const answer = await attempt();
      if (answer !== undefined && answer !== false) return answer as Exclude<Awaited<T>, undefined | false>;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= end) throw last;
    await pause(every);
  }
}
