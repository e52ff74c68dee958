import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { bearer } from '#tests/support/sign-in/tokens.ts';
import type { Options } from '../options.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedYear } from '../support/seed.ts';
import { type BenchApi, type EngineAddress, startBenchApi } from '../support/start-api.ts';
import { median, p95 } from '../support/statistics.ts';

const MAX_MS = 20;
const MAX_GROWTH = 1.5;
const SECOND_FACTOR = '4567';

type Page = { name: string; by: string; call: (stage: ListBench) => { path: string; body?: object } };
type ListBench = {
  api: BenchApi;
  requestIds: string[];
  trackingCodes: string[];
  times: Map<string, number[]>;
};

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** A caseworker has one queue, the supervisor a subtree, the manager the whole ministry. */
const INBOXES: Page[] = ['caseworker.rmto', 'supervisor.rmto', 'manager'].flatMap((by) =>
  ['my-groups', 'unassigned', 'mine'].flatMap((scope) =>
    ['due', 'created', 'priority'].map((order) => ({
      name: `inbox of ${by}, ${scope}, by ${order}`,
      by,
      call: () => ({ path: `/api/tasks?scope=${scope}&order=${order}` }),
    })),
  ),
);

const OTHERS: Page[] = [
  ...['caseworker.rmto', 'supervisor.rmto', 'manager'].map((by) => ({
    name: `requests, first page, ${by}`,
    by,
    call: () => ({ path: '/api/requests' }),
  })),
  {
    name: 'one request',
    by: 'manager',
    call: ({ requestIds }) => ({ path: `/api/requests/${pick(requestIds)}` }),
  },
  {
    name: 'its timeline',
    by: 'manager',
    call: ({ requestIds }) => ({ path: `/api/requests/${pick(requestIds)}/timeline` }),
  },
  {
    name: 'tracking by code',
    by: 'nobody',
    call: ({ trackingCodes }) => ({
      path: '/api/track',
      body: { trackingCode: pick(trackingCodes), secondFactor: SECOND_FACTOR },
    }),
  },
];

/** How long first pages take with few and with many tasks and requests. Two databases and two apis stand side
 *  by side and are asked
 *  in turns, one call at a time; the times are those of the caller, so they contain the way over loopback. */
export async function lists(options: Options): Promise<Figure[]> {
  const { small, large, calls } = options.lists;
  const gateway = await startHelper('gateway-server.ts');
  const databases: TestDatabase[] = [];
  const stages: ListBench[] = [];
  try {
    for (const count of [small, large]) {
      const database = await aDatabase({ max: 2 });
      databases.push(database);
      process.stdout.write(`  ${count.toLocaleString('en')} requests and tasks …\n`);
      await seedYear(database.url, count);
      stages.push(await openListBench(database, gateway));
    }
    const pages = [...INBOXES, ...OTHERS];
    await requestAll(stages, pages, calls);
    const [few, many] = stages as [ListBench, ListBench];
    return [
      ...groupFigures('first page of the inbox', INBOXES, few, many, options),
      ...OTHERS.flatMap((page) => groupFigures(page.name, [page], few, many, options)),
    ];
  } finally {
    for (const { api } of stages) await api.stop();
    for (const database of databases) await database.drop();
    await gateway.stop();
  }
}

async function openListBench(database: TestDatabase, engine: EngineAddress): Promise<ListBench> {
  const sample = await database
    .db('requests')
    .select('id', 'tracking_code')
    .where('confidential', false)
    .orderBy('received_at', 'desc')
    .limit(1_000);
  return {
    api: await startBenchApi({ databaseUrl: database.url, engine }),
    requestIds: sample.map(({ id }) => id as string),
    trackingCodes: sample.map(({ tracking_code }) => tracking_code as string),
    times: new Map(),
  };
}

async function requestAll(
  stages: readonly ListBench[],
  pages: readonly Page[],
  calls: number,
): Promise<void> {
  const warmUp = Math.ceil(calls / 10);
  for (const page of pages) {
    for (let index = 0; index < warmUp + calls; index += 1)
      for (const stage of stages) {
        const ms = await timeOf(stage, page, page.by === 'nobody' ? {} : await bearer(page.by));
        if (index < warmUp) continue;
        const times = stage.times.get(page.name) ?? [];
        stage.times.set(page.name, times);
        times.push(ms);
      }
  }
}

async function timeOf(stage: ListBench, page: Page, headers: Record<string, string>): Promise<number> {
  const { path, body } = page.call(stage);
  const begun = performance.now();
  const answer = await fetch(
    `${stage.api.url}${path}`,
    body
      ? {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
      : { headers },
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${page.name} was answered with ${answer.status}: ${text}`);
  return performance.now() - begun;
}

/** The slowest page with many rows counts. */
function groupFigures(
  name: string,
  pages: readonly Page[],
  few: ListBench,
  many: ListBench,
  { lists: { small, large } }: Options,
): Figure[] {
  const measured = pages.map((page) => {
    const times = { few: few.times.get(page.name) ?? [], many: many.times.get(page.name) ?? [] };
    return {
      page: page.name,
      few: { median: median(times.few), p95: p95(times.few) },
      many: { median: median(times.many), p95: p95(times.many) },
    };
  });
  const slowest = measured.reduce((a, b) => (b.many.p95 > a.many.p95 ? b : a));
  const steepest = measured.reduce((a, b) =>
    b.many.median / b.few.median > a.many.median / a.few.median ? b : a,
  );
  const which = (page: string) => (pages.length > 1 ? ` (${page.replace('inbox of ', '')})` : '');
  return [
    {
      section: 'lists',
      name: `${name}, ${large.toLocaleString('en')} rows, p95${which(slowest.page)}`,
      unit: 'ms',
      value: slowest.many.p95,
      limit: { name: `ms with ${small.toLocaleString('en')}`, value: slowest.few.p95 },
      aims: [
        { of: 'value', atMost: MAX_MS },
        { of: 'ratio', atMost: MAX_GROWTH },
      ],
      details: { pages: measured },
    },
    ...(pages.length > 1
      ? [
          {
            section: 'lists',
            name: `${name}, ${large.toLocaleString('en')} rows, median${which(steepest.page)}`,
            unit: 'ms',
            value: steepest.many.median,
            limit: { name: `ms with ${small.toLocaleString('en')}`, value: steepest.few.median },
            aims: [{ of: 'ratio', atMost: MAX_GROWTH } as const],
          },
        ]
      : []),
  ];
}
