import { aDatabase } from '#tests/support/database.ts';
import { openCostMeter } from './cost-meter.ts';
import type { EngineBench } from './engine-bench.ts';
import type { Candidate } from './phases.ts';
import { SMALL_PROCESS, startCheckWorker, startUntilTask } from './small-process.ts';
import { openSqlBaseline } from './sql-baseline.ts';

type Stopped = { stop(): Promise<void> };

/** Runs the small process on an engine, with a worker for its jobs. */
export async function engineCandidate({
  client,
  tasks,
  costMeter,
}: EngineBench): Promise<Candidate<string> & Stopped> {
  await client.deploy([SMALL_PROCESS]);
  const worker = startCheckWorker(client);
  let started = 0;
  return {
    costMeter,
    start: () => startUntilTask(client, tasks, (started += 1)),
    complete: (taskKey) => client.completeTask(taskKey),
    stop: () => worker.stop(),
  };
}

/** Writes the same rows per instance in plain SQL, in a separate database. */
export async function sqlBaseline(): Promise<Candidate<number> & Stopped> {
  const database = await aDatabase({ max: 1 });
  const costMeter = await openCostMeter({ database: database.name });
  const bare = await openSqlBaseline(database.url);
  return {
    costMeter,
    start: () => bare.start(),
    complete: (n) => bare.complete(n),
    async stop() {
      await bare.close();
      await costMeter.close();
      await database.drop();
    },
  };
}

/** Label of the SQL baseline in the table. */
export const BASELINE_LABEL = 'bare SQL, one round trip';
