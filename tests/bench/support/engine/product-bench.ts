import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/wait.ts';
import { type BenchApi, startBenchApi } from '../start-api.ts';
import { type CostMeter, openCostMeter } from './cost-meter.ts';
import type { BenchEngine } from './engines.ts';

/** Whole product on one engine: the API as in production (relay, workers, projector) and an engine whose
 *  exporters post to it, both on one database. */
export type ProductBench = {
  database: TestDatabase;
  engine: BenchEngine;
  api: BenchApi;
  costMeter: CostMeter;
  stop(): Promise<void>;
};

const DEPLOY_TIMEOUT_MS = 60_000;

/** @param startEngine receives the database for its state
 *  @returns undefined if `startEngine` has no engine to start */
export async function openProductBench({
  startEngine,
  profileInto,
}: {
  startEngine: (databaseUrl: string) => Promise<BenchEngine | undefined>;
  profileInto?: string | undefined;
}): Promise<ProductBench | undefined> {
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
    const api = await startBenchApi({ databaseUrl: database.url, engine, profileInto });
    ends.push(() => api.stop());
    await eventually(async () => (await database.db('process_definitions').first()) !== undefined, {
      timeout: DEPLOY_TIMEOUT_MS,
    });
    const costMeter = await openCostMeter({ engine, database: database.name });
    ends.push(() => costMeter.close());
    return { database, engine, api, costMeter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
