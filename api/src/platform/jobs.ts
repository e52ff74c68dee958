import { Logger, type LogLevel, parseCronItems, run, runMigrations } from 'graphile-worker';
import type { Db } from './db.ts';
import type { Log } from './log.ts';

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
const DAY_MS = 86_400_000;

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

/** Runs jobs and schedules on this node until `stop`, which waits for running ones. */
export async function startJobs(
  deps: Jobs & { databaseUrl: string; log: Log; concurrency?: number },
): Promise<{ stop(): Promise<void> }> {
  const { databaseUrl, log, handlers, schedules = [], concurrency = 4 } = deps;
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
  const runner = await run({
    connectionString: databaseUrl,
    schema: SCHEMA,
    maxPoolSize: concurrency + 1,
    concurrency,
    noHandleSignals: true,
    logger: toWorkerLogger(log),
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
  return { stop: () => runner.stop() };
}

const quiet = new Logger(() => () => undefined);

const toWorkerLogger = (log: Log) =>
  new Logger((scope) => (level: `${LogLevel}`, message) => {
    const line = { workerId: scope.workerId };
    if (level === 'error') log.warn(line, message);
    else if (level === 'warning') log.warn(line, message);
    else log.debug(line, message);
  });
