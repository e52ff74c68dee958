import pg from 'pg';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { tokenOf } from '#tests/support/sign-in/tokens.ts';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { atRate } from '../support/at-rate.ts';
import { partitionLog } from '../support/engine-records.ts';
import { exporterThread } from '../support/exporter.ts';
import { listenToLiveEvents } from '../support/live-event-listener.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedStarted } from '../support/seed.ts';
import { startBenchApi } from '../support/start-api.ts';
import { median, p95, quantile } from '../support/statistics.ts';

const SECTION = 'read side alone';
const QUEUE = 'rmto-tehran';
export const USERNAME = 'caseworker.rmto-tehran';
const PER_SECOND = 20;
const ALL_SEEN_TIMEOUT_MS = 120_000;

/** How long it takes until a started instance is seen by a listening screen, when the records come as the
 *  exporters send them. */
export async function visible(options: Options): Promise<Figure[]> {
  const { seconds, loadSeconds, loadPerSecond } = options.visible;
  const gateway = await startHelper('gateway-server.ts');
  const database = await aDatabase({ max: 2 });
  const api = await startBenchApi({
    databaseUrl: database.url,
    engine: gateway,
    profileInto: options.profileInto,
  });
  const thread = exporterThread(api.recordsUrl);
  const log = partitionLog();
  const start = (requestId: string) => thread.add(log.start({ requestId, queue: QUEUE }));
  try {
    await tokenOf(USERNAME);
    const of = { apiUrl: api.url, database, start };
    await lagsAt({ ...of, perSecond: PER_SECOND, seconds: 2, reading: true });
    const bare = await bareLags(database.url, seconds);
    const calm = await lagsAt({ ...of, perSecond: PER_SECOND, seconds, reading: true });
    const loaded = await lagsAt({ ...of, perSecond: loadPerSecond, seconds: loadSeconds, reading: false });
    await thread.drained();
    return [
      ...visibleFigures({ calm, bare }),
      ...loadFigures(
        `record written to event at a listening screen, ${loadPerSecond}/s for ${loadSeconds} s`,
        loaded,
      ),
    ];
  } finally {
    await thread.stop();
    await api.stop();
    await Promise.all([database.drop(), gateway.stop()]);
  }
}

/** Starts instances at a pace and measures how long each took, from the moment it was due, until its task was
 *  seen.
 *  @throws when one of them is never seen */
export async function lagsAt(run: {
  apiUrl: string;
  database: TestDatabase;
  start: (requestId: string) => void;
  perSecond: number;
  seconds: number;
  reading: boolean;
}): Promise<number[]> {
  const { apiUrl, database, start, perSecond, seconds, reading } = run;
  const ids = await seedStarted(database.db, Math.round(perSecond * seconds));
  const listener = await listenToLiveEvents({ apiUrl, database, username: USERNAME, reading });
  try {
    await atRate(perSecond, seconds, (index, dueAt) => {
      const requestId = ids[index] as string;
      listener.expect(requestId, dueAt);
      start(requestId);
    });
    await eventually(() => listener.missing() === 0, { timeout: ALL_SEEN_TIMEOUT_MS, every: 20 });
    return [...listener.lags.values()];
  } finally {
    listener.stop();
  }
}

/** The least that can tell of a new row: INSERT with NOTIFY on one connection, LISTEN on another. */
export async function bareLags(databaseUrl: string, seconds: number): Promise<number[]> {
  const [writer, hearer] = [1, 2].map(() => new pg.Client({ connectionString: databaseUrl })) as [
    pg.Client,
    pg.Client,
  ];
  await Promise.all([writer.connect(), hearer.connect()]);
  const since = new Map<string, number>();
  const lags: number[] = [];
  hearer.on('notification', ({ payload }) =>
    lags.push(performance.now() - (since.get(payload ?? '') ?? Number.NaN)),
  );
  await writer.query('create table bare_tasks (key bigint primary key, state text, created_at timestamptz)');
  await hearer.query('listen bare');
  await atRate(PER_SECOND, seconds, (index) => {
    since.set(String(index), performance.now());
    void writer.query({
      name: 'bare',
      text: `with made as (insert into bare_tasks values ($1, 'created', now())) select pg_notify('bare', $1::text)`,
      values: [String(index)],
    });
  });
  await eventually(() => lags.length === since.size, { every: 10 });
  await Promise.all([writer.end(), hearer.end()]);
  return lags;
}

function visibleFigures({ calm, bare }: { calm: readonly number[]; bare: readonly number[] }): Figure[] {
  const name = `record written to task read by a listening screen, at ${PER_SECOND}/s`;
  const limit = 'ms, INSERT + NOTIFY to LISTEN';
  return [
    {
      section: SECTION,
      name: `${name}, median`,
      unit: 'ms',
      value: median(calm),
      limit: { name: limit, value: median(bare) },
      aims: [{ of: 'value', atMost: 50 }],
    },
    {
      section: SECTION,
      name: `${name}, p95`,
      unit: 'ms',
      value: p95(calm),
      limit: { name: limit, value: p95(bare) },
      aims: [{ of: 'value', atMost: 150 }],
    },
  ];
}

const loadFigures = (name: string, loaded: readonly number[]): Figure[] =>
  (
    [
      ['median', 0.5],
      ['p95', 0.95],
      ['most', 1],
    ] as const
  ).map(([what, share]) => ({
    section: SECTION,
    name: `${name}, ${what}`,
    unit: 'ms',
    value: quantile(loaded, share),
  }));
