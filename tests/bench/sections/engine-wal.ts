import { randomUUID } from 'node:crypto';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { BASELINE_LABEL, engineCandidate, sqlBaseline } from '../support/engine/candidates.ts';
import { allProcesses, citizenRequest, recordRoutings } from '../support/engine/citizen-request.ts';
import type { CostMeter } from '../support/engine/cost-meter.ts';
import { CONCURRENCY, type EngineBench, openEngineBench } from '../support/engine/engine-bench.ts';
import { configuredZeebe } from '../support/engine/engines.ts';
import { closedLoop } from '../support/engine/loops.ts';
import type { Figure } from '../support/report.ts';

const SECTION = 'engine';
const MAX_BYTES = 6 * 1024;
const TIMEOUT_S = 300;

/** How much PostgreSQL writes ahead for an instance up to its task, from a checkpoint on, after which the
 *  first change of each page is
 *  written as a whole page. */
export async function engineWal(options: Options): Promise<Figure[]> {
  const { instances, warm } = options.engine.wal;
  if (configuredZeebe()) return [figure('small process', null)];
  const [small, requests] = await ofTheEngine({ instances, warm });
  return [
    {
      ...figure('small process', small),
      limit: { name: `bytes, ${BASELINE_LABEL}`, value: await ofBareSql({ instances, warm }) },
      aims: [{ of: 'value', atMost: MAX_BYTES }],
    },
    figure('citizen-request, the engine alone', requests),
  ];
}

type Sizes = { instances: number; warm: number };

/** Nothing else writes to the server meanwhile: bare SQL comes when the engine's database is gone, because
 *  autovacuum would go on there. */
async function ofTheEngine(sizes: Sizes): Promise<[small: number, requests: number]> {
  const bench = await openEngineBench({ name: 'wal' });
  try {
    const small = await engineCandidate(bench);
    try {
      await startMany(small.start, sizes.warm);
      const ours = await logOf(bench.costMeter, sizes.instances, () =>
        startMany(small.start, sizes.instances),
      );
      return [ours, await logOfRequests(bench, sizes)];
    } finally {
      await small.stop();
    }
  } finally {
    await bench.stop();
  }
}

async function ofBareSql({ instances, warm }: Sizes): Promise<number> {
  const bare = await sqlBaseline();
  try {
    await startMany(bare.start, warm);
    return await logOf(bare.costMeter, instances, () => startMany(bare.start, instances));
  } finally {
    await bare.stop();
  }
}

const figure = (of: string, bytes: number | null): Figure => ({
  section: SECTION,
  name: `${of}: write-ahead log up to its task, over a checkpoint, each`,
  unit: 'bytes',
  value: bytes,
  ...(bytes === null ? { note: 'only the embedded engine keeps its state in this database' } : {}),
});

/** @returns bytes an instance */
async function logOf(
  costMeter: CostMeter,
  instances: number,
  start: () => Promise<unknown>,
): Promise<number> {
  await costMeter.checkpoint();
  const spent = await costMeter.begin();
  await start();
  return (await spent()).walBytes / instances;
}

/** @throws when they did not all start in time */
async function startMany(start: () => Promise<unknown>, many: number): Promise<void> {
  const { count } = await closedLoop({
    callers: CONCURRENCY,
    seconds: TIMEOUT_S,
    act: async (n) => (n < many ? start() : false),
  });
  if (count < many) throw new Error(`${count} of ${many} instances within ${TIMEOUT_S} s`);
}

async function logOfRequests(
  { client, tasks, costMeter }: EngineBench,
  { instances, warm }: Sizes,
): Promise<number> {
  await client.deploy(await allProcesses());
  const worker = recordRoutings(client);
  const startAll = async (many: number) => {
    const before = tasks.count();
    await startMany(() => client.publish(citizenRequest(randomUUID())), many);
    await eventually(() => tasks.count() >= before + many, { timeout: TIMEOUT_S * 1000 });
  };
  try {
    await startAll(warm);
    return await logOf(costMeter, instances, () => startAll(instances));
  } finally {
    await worker.stop();
  }
}
