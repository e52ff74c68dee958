import { aDatabase } from '#tests/support/database.ts';
import { bareInstances } from './bare-instances.ts';
import { openTill } from './cost.ts';
import type { Contestant } from './phases.ts';
import { checkAll, SMALL_PROCESS, startToTask } from './small-process.ts';
import type { WireStage } from './wire-stage.ts';

type Stopped = { stop(): Promise<void> };

/** The small process on an engine, with a worker for its jobs. */
export async function smallOn({ wire, tasks, till }: WireStage): Promise<Contestant<string> & Stopped> {
  await wire.deploy([SMALL_PROCESS]);
  const worker = checkAll(wire);
  let started = 0;
  return {
    till,
    start: () => startToTask(wire, tasks, (started += 1)),
    complete: (taskKey) => wire.completeTask(taskKey),
    stop: () => worker.stop(),
  };
}

/** The same rows an instance written plainly, in a database of their own. */
export async function bareSql(): Promise<Contestant<number> & Stopped> {
  const database = await aDatabase({ max: 1 });
  const till = await openTill({ database: database.name });
  const bare = await bareInstances(database.url);
  return {
    till,
    start: () => bare.start(),
    complete: (n) => bare.complete(n),
    async stop() {
      await bare.close();
      await till.close();
      await database.drop();
    },
  };
}

/** What bare SQL is, for the table. */
export const BARE = 'bare SQL, one round trip';
