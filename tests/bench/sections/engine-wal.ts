import { randomUUID } from 'node:crypto';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { allProcesses, citizenRequest, recordRoutings } from '../support/engine/citizen-request.ts';
import { BARE, bareSql, smallOn } from '../support/engine/contestants.ts';
import type { Till } from '../support/engine/cost.ts';
import { somebodysZeebe } from '../support/engine/engines.ts';
import { closedLoop } from '../support/engine/loops.ts';
import { CALLERS, wireStage, type WireStage } from '../support/engine/wire-stage.ts';
import type { Figure } from '../support/report.ts';

const SECTION = 'engine';
const MOST_BYTES = 6 * 1024;
const WITHIN_SECONDS = 300;

/** How much PostgreSQL writes ahead for an instance up to its task, from a checkpoint on, after which the first change of each page is
 *  written as a whole page. */
export async function engineWal(options: Options): Promise<Figure[]> {
  const { instances, warm } = options.engine.wal;
  if (somebodysZeebe()) return [figure('small process', null)];
  const [small, requests] = await ofTheEngine({ instances, warm });
  return [
    {
      ...figure('small process', small),
      limit: { name: `bytes, ${BARE}`, value: await ofBareSql({ instances, warm }) },
      aims: [{ of: 'value', atMost: MOST_BYTES }],
    },
    figure('citizen-request, the engine alone', requests),
  ];
}

type Sizes = { instances: number; warm: number };

/** Nothing else writes to the server meanwhile: bare SQL comes when the engine's database is gone, because autovacuum would go on there. */
async function ofTheEngine(sizes: Sizes): Promise<[small: number, requests: number]> {
  const stage = await wireStage({ name: 'wal' });
  try {
    const small = await smallOn(stage);
    try {
      await startMany(small.start, sizes.warm);
      const ours = await logOf(stage.till, sizes.instances, () => startMany(small.start, sizes.instances));
      return [ours, await logOfRequests(stage, sizes)];
    } finally {
      await small.stop();
    }
  } finally {
    await stage.stop();
  }
}

async function ofBareSql({ instances, warm }: Sizes): Promise<number> {
  const bare = await bareSql();
  try {
    await startMany(bare.start, warm);
    return await logOf(bare.till, instances, () => startMany(bare.start, instances));
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
async function logOf(till: Till, instances: number, start: () => Promise<unknown>): Promise<number> {
  await till.checkpoint();
  const spent = await till.begin();
  await start();
  return (await spent()).walBytes / instances;
}

/** @throws when they did not all start in time */
async function startMany(start: () => Promise<unknown>, many: number): Promise<void> {
  const { count } = await closedLoop({
    callers: CALLERS,
    seconds: WITHIN_SECONDS,
    act: async (n) => (n < many ? start() : false),
  });
  if (count < many) throw new Error(`${count} of ${many} instances within ${WITHIN_SECONDS} s`);
}

async function logOfRequests({ wire, tasks, till }: WireStage, { instances, warm }: Sizes): Promise<number> {
  await wire.deploy(await allProcesses());
  const worker = recordRoutings(wire);
  const startAll = async (many: number) => {
    const before = tasks.count();
    await startMany(() => wire.publish(citizenRequest(randomUUID())), many);
    await eventually(() => tasks.count() >= before + many, { timeout: WITHIN_SECONDS * 1000 });
  };
  try {
    await startAll(warm);
    return await logOf(till, instances, () => startAll(instances));
  } finally {
    await worker.stop();
  }
}
