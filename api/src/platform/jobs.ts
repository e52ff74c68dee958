import { EventEmitter } from 'node:events';
import {
  Logger,
  type LogLevel,
  makeWorkerUtils,
  parseCronItems,
  run,
  runMigrations,
  type Runner,
  type WorkerEvents,
} from 'graphile-worker';
import type { Db } from './db.ts';
import type { Log } from './log.ts';
import { startLoop } from './loop.ts';
import { DAY_MS } from './time.ts';

/** A background job. It runs at least once: write it so that a repeat is harmless. Throw to have it retried
 *  with growing delays, up to its number of attempts. */
export type JobHandler = (
  payload: unknown,
  context: { log: Log; attempt: number; maxAttempts: number },
) => Promise<void>;

/** `match` is a crontab pattern in UTC. A run missed while no node was up is made up for, unless it is older
 *  than a day. */
export type Schedule = { job: string; match: string };

/** Background work of one part of the product. */
export type Jobs = { handlers: Record<string, JobHandler>; schedules?: readonly Schedule[] };

export type AddJob = { runAt?: Date; maxAttempts?: number; key?: string };

const SCHEMA = 'graphile_worker';
const RESTART_BACK_OFF_MS = [500, 30_000] as const;

/** Without batching, graphile-worker 0.17 writes the result of a job without awaiting it: a connection that
 *  breaks in that moment is an unhandled rejection, which ends the process. Batches of what comes in the same
 *  turn of the event loop end the runner instead, and it is started again. */
const RESULT_BATCHES = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** Brings the tables of the job queue up to date. Safe to run twice and on several nodes at once. */
export const migrateJobs = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, schema: SCHEMA, logger: quiet });

/** Queues a job. Pass the transaction of the change that needs it. A second job with the same `key` replaces
 *  a waiting one. */
export async function addJob(db: Db, name: string, payload: object, options: AddJob = {}): Promise<void> {
  await db.raw(`select ${SCHEMA}.add_job(?, ?::json, run_at => ?, max_attempts => ?, job_key => ?)`, [
    name,
    JSON.stringify(payload),
    options.runAt?.toISOString() ?? null,
    options.maxAttempts ?? null,
    options.key ?? null,
  ]);
}

/** Runs jobs and schedules on this node until `stop`, which waits for running ones. A runner that ends by
 *  itself, because the database was away, is started again, and jobs whose result it could not write are
 *  repeated.
 *  @throws when the database cannot be reached */
export async function startJobs(
  deps: Jobs & { databaseUrl: string; log: Log; concurrency?: number },
): Promise<{ stop(): Promise<void> }> {
  let current: JobRunner | undefined = await startRunner(deps);
  let abandoned: string | undefined;
  const loop = startLoop({
    async round() {
      if (current) {
        const { runner, poolId } = current;
        await runner.promise.catch(() => undefined);
        current = undefined;
        abandoned = poolId;
        throw new Error('the job runner ended by itself');
      }
      if (abandoned !== undefined) await unlockJobs(deps.databaseUrl, abandoned);
      abandoned = undefined;
      current = await startRunner(deps);
    },
    backOffMs: RESTART_BACK_OFF_MS,
    log: deps.log,
    failing: 'background jobs do not run, starting them again',
    recovered: 'background jobs run again',
  });
  const stopCurrent = async () => current?.runner.stop().catch(() => undefined);
  return {
    async stop() {
      const stopped = loop.stop();
      await stopCurrent();
      await stopped;
      await stopCurrent();
    },
  };
}

/** A runner with the name under which it locks jobs. */
type JobRunner = { runner: Runner; poolId: string };

async function startRunner({
  databaseUrl,
  log,
  handlers,
  schedules = [],
  concurrency = 4,
}: Parameters<typeof startJobs>[0]): Promise<JobRunner> {
  const taskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload: unknown, { job }: { job: { id: string; attempts: number; max_attempts: number } }) =>
        handle(payload, {
          log: log.child({ job: name, jobId: job.id }),
          attempt: job.attempts,
          maxAttempts: job.max_attempts,
        }),
    ]),
  );
  const events = new EventEmitter() as WorkerEvents;
  let poolId = '';
  events.once('pool:create', ({ workerPool }) => (poolId = workerPool.id));
  const runner = await run({
    preset: { worker: RESULT_BATCHES },
    connectionString: databaseUrl,
    schema: SCHEMA,
    maxPoolSize: concurrency + 1,
    concurrency,
    noHandleSignals: true,
    logger: toWorkerLogger(log),
    events,
    taskList,
    parsedCronItems: parseCronItems(
      schedules.map(({ job, match }) => ({
        task: job,
        match,
        identifier: job,
        options: { backfillPeriod: DAY_MS },
      })),
    ),
  });
  return { runner, poolId };
}

/** Unlocks the jobs of a runner that is gone; otherwise they stay locked for four hours. */
async function unlockJobs(databaseUrl: string, poolId: string): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, schema: SCHEMA, logger: quiet });
  try {
    await utils.forceUnlockWorkers([poolId]);
  } finally {
    await utils.release();
  }
}

const quiet = new Logger(() => () => undefined);

const toWorkerLogger = (log: Log) =>
  new Logger((scope) => (level: `${LogLevel}`, message) => {
    const line = { workerId: scope.workerId };
    if (level === 'error') log.warn(line, message);
    else if (level === 'warning') log.warn(line, message);
    else log.debug(line, message);
  });
