import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#tests/support/wait.ts';
import { atRate } from '../at-rate.ts';
import { processorMs } from '../programs.ts';
import { seedOutbox } from '../seed.ts';
import type { ProductBench } from './product-bench.ts';

/** Seconds since the start, and the age in seconds of the newest projected record of the slow exporter. */
export type Lag = readonly [at: number, lag: number];

/** Cost per citizen request. Null if the system does not provide it, or the engine is external. */
export type LoadResult = {
  perSecond: number;
  engineMs: number | null;
  apiMs: number | null;
  postgresMs: number | null;
  walBytes: number;
  lags: Lag[];
};

type Db = ProductBench['database']['db'];

const LOAD_TIMEOUT_MS = 900_000;
const LAG_INTERVAL_MS = 1_000;
const BATCHES_PER_SECOND = 5;

/** Fills the outbox with one statement and waits until the task of each request is in the read side. */
export const drainOutbox = (stage: ProductBench, requests: number): Promise<LoadResult> =>
  load(stage, requests, async () => {
    await seedOutbox(stage.database.db, requests);
    return performance.now();
  });

/** Adds requests to the outbox at a fixed rate. */
export const sustainRate = (stage: ProductBench, perSecond: number, seconds: number): Promise<LoadResult> => {
  const each = Math.ceil(perSecond / BATCHES_PER_SECOND);
  return load(stage, each * BATCHES_PER_SECOND * seconds, async () => {
    const begun = performance.now();
    const filled: Promise<unknown>[] = [];
    await atRate(BATCHES_PER_SECOND, seconds, () => filled.push(seedOutbox(stage.database.db, each)));
    await Promise.all(filled);
    return begun;
  });
};

/** Measures a load. The rate is that of tasks. Costs are measured until the slow exporter has reported
 *  everything too, so that nothing spills over into the next load.
 *  @param fill returns the time from which the rate is measured */
async function load(
  { database: { db }, api, costMeter }: ProductBench,
  requests: number,
  fill: () => Promise<number>,
): Promise<LoadResult> {
  const expected = (await tasksIn(db)) + requests;
  const apiBefore = await processorMs(api.pid);
  const spent = await costMeter.begin();
  const watch = watchLags(db);
  try {
    const begun = await fill();
    await eventually(async () => (await tasksIn(db)) >= expected, { timeout: LOAD_TIMEOUT_MS, every: 100 });
    const seconds = (performance.now() - begun) / 1000;
    const lags = await watch.end();
    await eventually(() => isSettled(db), { timeout: LOAD_TIMEOUT_MS, every: 250 });
    const { engineMs, postgresMs, walBytes } = await spent();
    const apiAfter = await processorMs(api.pid);
    const each = (whole: number | null) => (whole === null ? null : whole / requests);
    return {
      perSecond: requests / seconds,
      engineMs: each(engineMs),
      apiMs: each(apiBefore === null || apiAfter === null ? null : apiAfter - apiBefore),
      postgresMs: each(postgresMs),
      walBytes: walBytes / requests,
      lags,
    };
  } finally {
    await watch.end();
  }
}

/** Samples the age of the slow exporter's newest projected record once a second. Samples count from the first
 *  record after the start: while nothing happens, the last record ages but nothing lags. */
function watchLags(db: Db): { end(): Promise<Lag[]> } {
  const lags: Lag[] = [];
  const over = new AbortController();
  const begun = performance.now();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const at = (performance.now() - begun) / 1000;
      const lag = await slowLag(db);
      if (lag !== null && lag < at) lags.push([at, lag]);
      await pause(LAG_INTERVAL_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    async end() {
      over.abort();
      await watching;
      return lags;
    },
  };
}

async function tasksIn(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { many: number }[] }>('select count(*)::integer as many from tasks');
  return rows[0]?.many ?? 0;
}

async function slowLag(db: Db): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { lag: number }[] }>(
    `select extract(epoch from clock_timestamp() - min(record_at))::double precision as lag from engine_positions
      where exporter = 'slow'`,
  );
  return rows[0]?.lag ?? null;
}

/** Tasks arrive through the fast exporter, their elements through the slow one. */
async function isSettled(db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { settled: boolean }[] }>(
    `select not exists (select from tasks t left join element_instances e on e.element_key = t.element_instance_key
                         where e.element_key is null) as settled`,
  );
  return rows[0]?.settled === true;
}

/** Checks that nothing was quarantined and each task is linked to its request; otherwise a figure does not
 *  count.
 *  @throws with both counts */
export async function expectAllComplete({ database: { db } }: ProductBench): Promise<void> {
  const { rows } = await db.raw<{ rows: { quarantined: number; unlinked: number }[] }>(
    `select (select count(*)::integer from engine_quarantine) as quarantined,
            (select count(*)::integer from tasks where request_id is null) as unlinked`,
  );
  if (rows[0]?.quarantined !== 0 || rows[0].unlinked !== 0)
    throw new Error(`something was left behind: ${JSON.stringify(rows[0])}`);
}
