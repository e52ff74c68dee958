import { atRate } from '../at-rate.ts';

/** Number of acts within a period, and the latency of each. */
export type Done = { count: number; seconds: number; perSecond: number; latencies: number[] };

/** Runs a closed loop: each caller acts again as soon as it gets an answer, until time is up or nothing is
 *  left to do.
 *  @param act receives the number of the act; returns false if there was nothing to do
 *  @throws the error of the first failing act, after the others have ended */
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

/** Runs an open loop: acts at a fixed rate, whether or not earlier acts were answered.
 *  @returns ms from the due time of each act to its answer, so a late start counts too */
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
