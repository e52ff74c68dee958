import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { bearer } from '#tests/support/sign-in/tokens.ts';
import type { Options } from '../options.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedYear } from '../support/seed.ts';
import { seedInstances } from '../support/seed-instances.ts';
import { type BenchApi, startBenchApi } from '../support/start-api.ts';
import { p95 } from '../support/statistics.ts';

const MAX_MS = 50;
/** Pages that look through much and are asked for seldom, or once a minute for everybody. */
const MAX_MEASURE_MS = 3_000;
const MEASURED_CALLS = 5;
const BY = 'admin';

type Sample = { key: string; requestId: string; department: string; code: string };
type Page = { name: string; path: (sample: Sample) => string; measure?: boolean };

const PAGES: Page[] = [
  { name: 'instances, newest', path: () => '?' },
  { name: 'instances that run', path: () => '?state=active' },
  { name: 'instances with an incident', path: () => '?state=incident' },
  { name: 'terminated instances', path: () => '?state=terminated' },
  { name: 'instances of a process', path: () => '?processKey=process-3' },
  { name: 'instances of a version', path: () => '?processKey=process-9&version=2' },
  { name: 'instances at an element', path: () => '?processKey=process-0&elementId=Task_4' },
  { name: 'instances of a department', path: ({ department }) => `?department=${department}` },
  { name: 'instances of a service', path: () => '?service=road-damage' },
  { name: 'instances older than 90 days', path: () => '?olderThanHours=2160' },
  {
    name: 'running instances of a department older than 30 days',
    path: ({ department }) => `?department=${department}&state=active&olderThanHours=720`,
  },
  { name: 'instances by a frequent value of a variable', path: () => '?variable=region&value=tehran' },
  {
    name: 'instances by a rare value of a variable',
    path: ({ requestId }) => `?variable=requestId&value=${requestId}`,
  },
  { name: 'instances by tracking code', path: ({ code }) => `?trackingCode=${code}` },
  { name: 'one instance', path: ({ key }) => `/${key}` },
  { name: 'how many instances of a process run', path: () => '/count?processKey=process-0&state=active' },
  { name: 'tokens and incidents of a version', path: () => '/processes/process-0/1/live', measure: true },
  { name: 'all processes with what runs', path: () => '/processes', measure: true },
  {
    name: 'heat map of a version over 30 days',
    path: () => '/processes/process-0/1/durations?days=30',
    measure: true,
  },
  {
    name: 'heat map of a version over 90 days',
    path: () => '/processes/process-0/1/durations?days=90',
    measure: true,
  },
];

/** How long the pages of operators take with few and with many instances, of which each has its path and its
 *  variables. */
export async function instances(options: Options): Promise<Figure[]> {
  const { small, large, calls } = options.instances;
  const gateway = await startHelper('gateway-server.ts');
  const databases: TestDatabase[] = [];
  const apis: BenchApi[] = [];
  const samples: Sample[][] = [];
  try {
    for (const count of [small, large]) {
      const database = await aDatabase({ max: 2 });
      databases.push(database);
      process.stdout.write(`  ${count.toLocaleString('en')} instances …\n`);
      await seedYear(database.url, count);
      await seedInstances(database.url);
      samples.push(await sampleOf(database));
      apis.push(await startBenchApi({ databaseUrl: database.url, engine: gateway }));
    }
    const figures: Figure[] = [];
    for (const page of PAGES) {
      const ask = (index: number) =>
        timesOf(apis[index] as BenchApi, samples[index] as Sample[], page, {
          calls: page.measure ? MEASURED_CALLS : calls,
        });
      const ofFew = await ask(0);
      const ofMany = await ask(1);
      figures.push({
        section: 'instances',
        name: `${page.name}, ${large.toLocaleString('en')} instances, p95`,
        unit: 'ms',
        value: p95(ofMany),
        limit: { name: `ms with ${small.toLocaleString('en')}`, value: p95(ofFew) },
        aims: [{ of: 'value', atMost: page.measure ? MAX_MEASURE_MS : MAX_MS }],
      });
    }
    figures.push(await bottlenecks(apis[1] as BenchApi, large));
    return figures;
  } finally {
    for (const api of apis) await api.stop();
    for (const database of databases) await database.drop();
    await gateway.stop();
  }
}

/** The first call works it out; it is kept for a minute. */
async function bottlenecks(api: BenchApi, large: number): Promise<Figure> {
  const value = await timeOf(api, '/bottlenecks');
  return {
    section: 'instances',
    name: `bottlenecks, ${large.toLocaleString('en')} instances, worked out once a minute`,
    unit: 'ms',
    value,
    aims: [{ of: 'value', atMost: 10_000 }],
  };
}

async function sampleOf({ db }: TestDatabase): Promise<Sample[]> {
  const { rows } = await db.raw<{ rows: Sample[] }>(
    `select i.instance_key::text as key, r.id as "requestId", r.department, r.tracking_code as code
       from requests r join process_instances i on i.request_id = r.id
      where not r.confidential order by r.received_at desc limit 1000`,
  );
  return rows;
}

async function timesOf(
  api: BenchApi,
  samples: readonly Sample[],
  page: Page,
  { calls }: { calls: number },
): Promise<number[]> {
  const times: number[] = [];
  for (let call = -2; call < calls; call += 1) {
    const sample = samples[Math.floor(Math.random() * samples.length)] as Sample;
    const ms = await timeOf(api, page.path(sample));
    if (call >= 0) times.push(ms);
  }
  return times;
}

async function timeOf(api: BenchApi, path: string): Promise<number> {
  const headers = await bearer(BY);
  const begun = performance.now();
  const answer = await fetch(`${api.url}/api/instances${path}`, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${text}`);
  return performance.now() - begun;
}
