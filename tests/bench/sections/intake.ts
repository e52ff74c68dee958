import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { type IntakeLoad, runIntakeLoad } from '../support/intake-load.ts';
import { processorMs, type Program, startHelper, watchMemory } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { startBenchApi } from '../support/start-api.ts';
import { median, medianRatio } from '../support/statistics.ts';

const SECTION = 'intake';
/** Compiled and cached by then. */
const WARM_UP_FILINGS = 3_000;
const MAX_MEMORY_MB = 250;

type Arm = { pid: number; url: string; loads: (IntakeLoad & { processorMs: number })[] };

/** Accepted requests a second through the whole api, beside the least that could write the same rows. The
 *  arms take turns, and
 *  each has a database of its own. */
export async function intake(options: Options): Promise<Figure[]> {
  const { rounds, seconds, connections } = options.intake;
  const ends: (() => Promise<unknown>)[] = [];
  const started = async <T extends Program>(program: Promise<T>): Promise<T> => {
    const running = await program;
    ends.push(() => running.stop());
    return running;
  };
  const database = async (): Promise<TestDatabase> => {
    const made = await aDatabase({ max: 2 });
    ends.push(() => made.drop());
    return made;
  };
  try {
    const gateway = await started(startHelper('gateway-server.ts'));
    const own = await database();
    const api = await started(
      startBenchApi({ databaseUrl: own.url, engine: gateway, profileInto: options.profileInto }),
    );
    const bare = async (rows: string): Promise<Arm> => {
      const { url } = await database();
      const { pid, port } = await started(
        startHelper('bare-intake-server.ts', { DATABASE_URL: url, BARE_ROWS: rows }),
      );
      return { pid, url: `http://127.0.0.1:${port}`, loads: [] };
    };
    const product: Arm = { pid: api.pid, url: api.url, loads: [] };
    const same = await bare('all');
    const single = await bare('request');
    const memory = watchMemory(api.pid);
    for (const { url } of [product, same, single])
      await runIntakeLoad({
        url,
        connections,
        filings: options.quick ? WARM_UP_FILINGS / 3 : WARM_UP_FILINGS,
      });
    for (let round = 0; round < rounds; round += 1)
      for (const arm of [product, same, single]) {
        await relayed(own);
        const before = await processorMs(arm.pid);
        const load = await runIntakeLoad({ url: arm.url, connections, seconds });
        const used = ((await processorMs(arm.pid)) ?? Number.NaN) - (before ?? Number.NaN);
        arm.loads.push({ ...load, processorMs: used / load.accepted });
      }
    const peak = memory();
    await allThere(own);
    return figures({ product, same, single, peak, connections });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Waits until the relay has nothing left to do, so that it takes nothing from the next arm. */
const relayed = ({ db }: TestDatabase): Promise<unknown> =>
  eventually(async () => (await db('outbox').whereNull('sent_at').first()) === undefined, {
    timeout: 120_000,
    every: 100,
  });

async function allThere(database: TestDatabase): Promise<void> {
  await relayed(database);
  const { rows } = await database.db.raw<{ rows: { requests: string; sent: string }[] }>(
    'select (select count(*) from requests) as requests, (select count(*) from outbox) as sent',
  );
  if (rows[0]?.requests !== rows[0]?.sent)
    throw new Error(`${rows[0]?.requests} requests, but ${rows[0]?.sent} messages to the engine`);
}

const rates = (arm: Arm): number[] => arm.loads.map(({ perSecond }) => perSecond);

function figures(run: {
  product: Arm;
  same: Arm;
  single: Arm;
  peak: number | null;
  connections: number;
}): Figure[] {
  const { product, same, single, peak, connections } = run;
  const accepted = median(rates(product));
  const ratioTo = (arm: Arm): number => medianRatio(rates(product), rates(arm));
  const details = { rounds: { api: product.loads, bare: same.loads, single: single.loads }, connections };
  return [
    {
      section: SECTION,
      name: 'accepted requests',
      unit: '/s',
      value: accepted,
      limit: { name: '/s, bare Express + pg, the same rows', value: median(rates(same)) },
      ratio: ratioTo(same),
      aims: [{ of: 'ratio', atLeast: 0.5 }],
      details,
    },
    {
      section: SECTION,
      name: 'accepted requests',
      unit: '/s',
      value: accepted,
      limit: { name: '/s, bare Express + pg, the row in requests alone', value: median(rates(single)) },
      ratio: ratioTo(single),
    },
    {
      section: SECTION,
      name: 'answer time, median',
      unit: 'ms',
      value: median(product.loads.map(({ medianMs }) => medianMs)),
      limit: { name: 'ms, bare, the same rows', value: median(same.loads.map(({ medianMs }) => medianMs)) },
    },
    {
      section: SECTION,
      name: 'processor time of the api, with its relay, a request',
      unit: 'ms',
      value: median(product.loads.map((load) => load.processorMs)),
      limit: { name: 'ms, bare, the same rows', value: median(same.loads.map((load) => load.processorMs)) },
    },
    {
      section: SECTION,
      name: 'memory of the api, peak',
      unit: 'MB',
      value: peak,
      aims: [{ of: 'value', atMost: MAX_MEMORY_MB }],
      ...(peak === null ? { note: 'only Linux tells it' } : {}),
    },
  ];
}
