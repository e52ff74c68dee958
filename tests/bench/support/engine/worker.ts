import type { Job } from '#api/engine/zeebe-gateway.ts';
import type { EngineClient } from './engine-client.ts';

export type Worker = {
  /** Stops polling and waits for jobs being completed.
   *  @throws when a job could not be completed */
  stop(): Promise<void>;
};

const MAX_JOBS = 64;
const JOB_TIMEOUT_MS = 300_000;
const LONG_POLL_MS = 10_000;

/** Polls continuously for up to 64 jobs of a type; completes each job at once. */
export function startWorker(wire: EngineClient, type: string, variablesFor: (job: Job) => object): Worker {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let failed: unknown;

  const complete = (job: Job): void => {
    const completing = wire
      .completeJob(job.key, variablesFor(job))
      .catch((error: unknown) => {
        failed ??= error;
      })
      .finally(() => underWay.delete(completing));
    underWay.add(completing);
  };

  const ask = {
    type,
    worker: 'bench',
    maxJobs: MAX_JOBS,
    timeoutMs: JOB_TIMEOUT_MS,
    longPollMs: LONG_POLL_MS,
    fetchVariables: [],
  };
  const polling = (async () => {
    while (!stopping.signal.aborted && !failed)
      await wire.activate(ask, (jobs) => jobs.forEach(complete), stopping.signal);
  })().catch((error: unknown) => {
    failed ??= error;
  });

  return {
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(underWay);
      if (failed) throw failed;
    },
  };
}
