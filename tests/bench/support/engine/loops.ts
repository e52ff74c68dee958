import { atRate } from '../at-rate.ts';

/** What was done within a time, and how long each act took. */
export type Done = { count: number; seconds: number; perSecond: number; latencies: number[] };

/** So many callers, of which each acts again as soon as it was answered, until the time is over or nothing is left to do.
 *  @param act is told the number of the act; answers false when there was nothing to do
 *  @throws what the first failing act throws, after the others have ended */
export async function closedLoop(run: {
  callers: number;
  seconds: number;
  act: (n: number) => Promise<unknown>;
}): Promise<Done> {
  const { callers, seconds, act } = run;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const latencies: number[] = [];
  let started = 0;
  let over = false;

  async function caller(): Promise<void> {
    while (!over) {
      const since = performance.now();
      if (since >= end) return;
      const answer = await act(started++).catch((error: unknown) => {
        over = true;
        throw error;
      });
      if (answer === false) return;
      latencies.push(performance.now() - since);
    }
  }

  const ended = await Promise.allSettled(Array.from({ length: callers }, caller));
  const took = (performance.now() - begun) / 1000;
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return { count: latencies.length, seconds: took, perSecond: latencies.length / took, latencies };
}

/** Acts at a pace, whether or not earlier acts were answered.
 *  @returns ms from the moment each act was due until its answer: what a late start costs counts too */
export async function openLoop(run: {
  perSecond: number;
  seconds: number;
  act: (n: number) => Promise<unknown>;
}): Promise<number[]> {
  const { perSecond, seconds, act } = run;
  const acts: Promise<number>[] = [];
  await atRate(perSecond, seconds, (n, dueAt) => {
    const latency = act(n).then(() => performance.now() - dueAt);
    latency.catch(() => undefined);
    acts.push(latency);
  });
  return Promise.all(acts);
}
