import { aDatabase } from '#tests/support/database.ts';
import { openTill, type Till } from './cost.ts';
import { startOwnEngine, type BenchEngine, type OwnEngine } from './engines.ts';
import { listenForTasks, type TasksListener } from './tasks-listener.ts';
import { openWire, type Wire } from './wire.ts';

/** As many callers as the peers were measured with (engine and database on two cores). */
export const CALLERS = 16;

/** An engine with a database of its own and nothing around it but its clients: callers, a worker, a listener to its records. */
export type WireStage<Engine extends BenchEngine = BenchEngine> = {
  engine: Engine;
  databaseUrl: string;
  wire: Wire;
  tasks: TasksListener;
  till: Till;
  stop(): Promise<void>;
};

/** @param zeebe is used where it is given; otherwise an embedded engine is started */
export async function wireStage<Engine extends BenchEngine = OwnEngine>({
  name,
  zeebe,
  profileInto,
}: {
  name: string;
  zeebe?: Engine | undefined;
  profileInto?: string | undefined;
}): Promise<WireStage<Engine | OwnEngine>> {
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
    const wire = openWire(engine, { connections: CALLERS });
    ends.push(async () => wire.close());
    const till = await openTill({ engine, database: database.name });
    ends.push(() => till.close());
    return { engine, databaseUrl: database.url, wire, tasks, till, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
