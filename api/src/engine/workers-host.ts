import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { backOff } from '../platform/back-off.ts';
import type { Log } from '../platform/log.ts';
import { type LoopControl, startLoop } from '../platform/loop.ts';
import type { AnyWorker, JobOutcome } from './define-worker.ts';
import { EngineUnavailable } from './engine-port.ts';
import type { JobCommands } from './zeebe-client.ts';
import { EngineJobNotFound } from './zeebe-errors.ts';
import type { Job } from './zeebe-gateway.ts';

export { defineWorker } from './define-worker.ts';
export type { AnyWorker, JobContext, JobOutcome, WorkerDefinition } from './define-worker.ts';

export type WorkersHost = {
  /** Time of each worker's last answer from the engine, in ms since 1970; 0 = never. */
  lastPolls(): Record<string, number>;
  /** Takes no more jobs and waits for active ones. */
  stop(): Promise<void>;
};

/** Maximum number of active jobs of one type on this node, unless the worker wants fewer. */
const MAX_JOBS_ACTIVE = 32;
const JOB_TIMEOUT_MS = 30_000;
const LONG_POLL_MS = 20_000;
const BACKOFF_MIN_MS = 200;
const BACKOFF_MAX_MS = 10_000;
const RETRY_BACKOFF_MIN_MS = 1_000;
const RETRY_BACKOFF_MAX_MS = 60_000;
const OUTAGE_RETRY_MS = 5_000;
/** The retries that the diagrams give a job; only the retry delay depends on it. */
const DEFAULT_RETRIES = 5;
const STOP_TIMEOUT_MS = 15_000;

/** Runs workers. Each polls for its jobs, with a deadline for every poll and a capped delay after a failed
 *  one, so that it cannot fall silent. Delivery is at least once: a job whose completion did not arrive comes
 *  again, with the same `onceKey`. */
export function startWorkers(deps: {
  jobs: JobCommands;
  workers: readonly AnyWorker[];
  log: Log;
  /** Returns true when what every worker needs (the database) is reachable. A job that fails while it is not
   *  keeps its retries. */
  healthy: () => Promise<boolean>;
}): WorkersHost {
  const pollers = deps.workers.map((worker) => startPoller(worker, deps));
  return {
    lastPolls: () => Object.fromEntries(pollers.map((poller) => [poller.type, poller.lastPollAt()])),
    async stop() {
      const end = new AbortController();
      await Promise.race([
        Promise.all(pollers.map((poller) => poller.stop())),
        pause(STOP_TIMEOUT_MS, undefined, { signal: end.signal, ref: false }).catch(() => undefined),
      ]);
      end.abort();
    },
  };
}

function startPoller(
  worker: AnyWorker,
  { jobs, log, healthy }: { jobs: JobCommands; log: Log; healthy: () => Promise<boolean> },
) {
  const { type, maxJobsActive = MAX_JOBS_ACTIVE } = worker;
  const check = compile(worker);
  const inHand = new Set<Promise<void>>();
  let lastPollAt = 0;

  function take(job: Job): void {
    const work = perform(worker, check, job, {
      jobs,
      healthy,
      log: log.child({ jobType: type, jobKey: job.key }),
    }).finally(() => inHand.delete(work));
    inHand.add(work);
  }

  async function round({ rest, signal }: LoopControl): Promise<void> {
    while (inHand.size >= maxJobsActive) await Promise.race(inHand);
    if (signal.aborted) return;
    const begun = Date.now();
    let received = 0;
    await jobs.activate(
      {
        type,
        worker: `shahrah-${hostname()}-${process.pid}`,
        maxJobs: maxJobsActive - inHand.size,
        timeoutMs: JOB_TIMEOUT_MS,
        longPollMs: LONG_POLL_MS,
        fetchVariables: Object.keys(worker.input.properties),
      },
      (batch) => {
        received += batch.length;
        for (const job of batch) take(job);
      },
      signal,
    );
    lastPollAt = Date.now();
    const answeredTooFast = received === 0 && lastPollAt - begun < BACKOFF_MIN_MS;
    if (answeredTooFast) await rest(BACKOFF_MIN_MS);
  }

  const loop = startLoop({
    round,
    backOffMs: [BACKOFF_MIN_MS, BACKOFF_MAX_MS],
    log: log.child({ jobType: type }),
    failing: 'the worker cannot poll',
    recovered: 'the worker polls again',
  });
  return {
    type,
    lastPollAt: () => lastPollAt,
    async stop(): Promise<void> {
      await loop.stop();
      await Promise.all(inHand);
    },
  };
}

async function perform(
  worker: AnyWorker,
  check: ValidateFunction,
  job: Job,
  { jobs, healthy, log }: { jobs: JobCommands; healthy: () => Promise<boolean>; log: Log },
): Promise<void> {
  let outcome: JobOutcome;
  try {
    const input = readInput(worker, job);
    if (!check(input)) {
      const wrong = (check.errors ?? []).map((e) => `${e.instancePath || 'input'} ${e.message}`).join('; ');
      log.error({ elementId: job.elementId, wrong }, 'the diagram gives the job a wrong input');
      await report(
        () => jobs.fail({ jobKey: job.key, retries: 0, retryBackOffMs: 0, message: `wrong input: ${wrong}` }),
        log,
      );
      return;
    }
    outcome = await worker.handle(input, {
      onceKey: `job:${job.elementInstanceKey}:${job.type}`,
      log,
      at: {
        processKey: job.bpmnProcessId,
        elementId: job.elementId,
        instanceKey: job.processInstanceKey,
      },
    });
  } catch (error) {
    const ownFault = await healthy();
    const retries = ownFault ? Math.max(0, job.retries - 1) : job.retries;
    const line = { elementId: job.elementId, retries, err: error as Error };
    if (retries === 0) log.error(line, 'the job failed for good and stands as an incident');
    else log.warn(line, 'the job failed and is tried again');
    const retryBackOffMs = ownFault
      ? backOff(RETRY_BACKOFF_MIN_MS, Math.max(1, DEFAULT_RETRIES - retries), RETRY_BACKOFF_MAX_MS)
      : backOff(OUTAGE_RETRY_MS, 1, OUTAGE_RETRY_MS);
    await report(
      () => jobs.fail({ jobKey: job.key, retries, retryBackOffMs, message: incidentText(error, job) }),
      log,
    );
    return;
  }
  if ('bpmnError' in outcome) {
    const { bpmnError: code, message = code } = outcome;
    await report(() => jobs.throwError({ jobKey: job.key, code, message }), log);
  } else {
    const variables = outcome.complete ?? {};
    await report(() => jobs.complete(job.key, variables), log);
  }
}

/** Reports to the engine, and retries while it is unreachable and the job is still ours; afterwards the job
 *  comes again by itself. */
async function report(tell: () => Promise<void>, log: Log): Promise<void> {
  const end = Date.now() + JOB_TIMEOUT_MS / 2;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await tell();
      return;
    } catch (error) {
      if (error instanceof EngineJobNotFound) {
        log.debug({ reason: error.message }, 'the job is no longer ours');
        return;
      }
      if (!(error instanceof EngineUnavailable) || Date.now() > end) {
        log.warn(
          { reason: messageOf(error) },
          'the engine did not hear of the job; it will hand it out again',
        );
        return;
      }
      await pause(backOff(BACKOFF_MIN_MS, attempt, BACKOFF_MAX_MS));
    }
  }
}

function compile(worker: AnyWorker): ValidateFunction {
  const ajv = new Ajv({ allErrors: true });
  addFormats.default(ajv);
  return ajv.compile({ ...worker.input, additionalProperties: true });
}

/** Drops nulls of optional variables: an input mapping of a missing variable gives null. */
function readInput(worker: AnyWorker, job: Job): Record<string, unknown> {
  const variables = JSON.parse(job.variables) as Record<string, unknown>;
  const required: readonly string[] = worker.input.required ?? [];
  return Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => value !== null || required.includes(name)),
  );
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 1_000);

/** Gives the engine only the kind of the error: a message may hold personal input. */
function incidentText(error: unknown, job: Job): string {
  const { name = 'Error', code } = error as { name?: string; code?: unknown };
  const kind = typeof code === 'string' ? `${name} (${code})` : name;
  return `${kind}; the log has more under jobKey ${job.key}`;
}
