import { aDatabase } from '#tests/support/database.ts';
import { type CostMeter, openCostMeter } from './cost-meter.ts';
import { type EngineClient, openEngineClient } from './engine-client.ts';
import { type BenchEngine, type OwnEngine, startOwnEngine } from './engines.ts';
import { listenForTasks, type TasksListener } from './tasks-listener.ts';

/** Number of callers: as many as the peers were measured with (engine and database on two cores). */
export const CONCURRENCY = 16;

/** Engine with its own database and only its clients around it: callers, a worker, a listener for its
 *  records. */
export type EngineBench<Engine extends BenchEngine = BenchEngine> = {
  engine: Engine;
  databaseUrl: string;
  client: EngineClient;
  tasks: TasksListener;
  costMeter: CostMeter;
  stop(): Promise<void>;
};

/** @param zeebe external engine to use; otherwise an embedded engine is started */
export async function openEngineBench<Engine extends BenchEngine = OwnEngine>({
  name,
  zeebe,
  profileInto,
}: {
  name: string;
  zeebe?: Engine | undefined;
  profileInto?: string | undefined;
}): Promise<EngineBench<Engine | OwnEngine>> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const database = await aDatabase({ max: 1 });
    ends.push(() => database.drop());
    const tasks = await listenForTasks(zeebe?.recordsPort);
    ends.push(() => tasks.end());
    const engine =
      zeebe ??
      (await startOwnEngine({ name, databaseUrl: database.url, recordsPort: tasks.port, profileInto }));
    ends.push(() => engine.stop());
    const client = openEngineClient(engine, { connections: CONCURRENCY });
    ends.push(async () => client.close());
    const costMeter = await openCostMeter({ engine, database: database.name });
    ends.push(() => costMeter.close());
    return { engine, databaseUrl: database.url, client, tasks, costMeter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
