import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/wait.ts';
import { startApi, type Api } from '../stage.ts';
import { openTill, type Till } from './cost.ts';
import type { BenchEngine } from './engines.ts';

/** The whole product on one engine: the api as it runs in operation (relay, workers, projector) and an engine whose exporters post to
 *  it, both on one database. */
export type RequestStage = {
  database: TestDatabase;
  engine: BenchEngine;
  api: Api;
  till: Till;
  stop(): Promise<void>;
};

const DEPLOYED_WITHIN_MS = 60_000;

/** @param startEngine is given the database of its state
 *  @returns undefined when `startEngine` has none to start */
export async function requestStage({
  startEngine,
  profileInto,
}: {
  startEngine: (databaseUrl: string) => Promise<BenchEngine | undefined>;
  profileInto?: string | undefined;
}): Promise<RequestStage | undefined> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const database = await aDatabase({ max: 2 });
    ends.push(() => database.drop());
    const engine = await startEngine(database.url);
    if (!engine) {
      await stop();
      return undefined;
    }
    ends.push(() => engine.stop());
    const api = await startApi({ databaseUrl: database.url, engine, profileInto });
    ends.push(() => api.stop());
    await eventually(async () => (await database.db('process_definitions').first()) !== undefined, {
      timeout: DEPLOYED_WITHIN_MS,
    });
    const till = await openTill({ engine, database: database.name });
    ends.push(() => till.close());
    return { database, engine, api, till, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
