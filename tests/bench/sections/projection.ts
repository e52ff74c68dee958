import { EXPORTERS } from '#common/zeebe-protocol/exporters.ts';
import { aDatabase } from '#tests/support/database.ts';
import type { Options } from '../options.ts';
import { type BareBulk, bareBulk, bareProjection } from '../support/bare-projection.ts';
import { bodyOf, type Exporter, partitionLog, type Started } from '../support/engine-records.ts';
import { bulkPoster, exporterThread } from '../support/exporter.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedStarted } from '../support/seed.ts';
import { startBenchApi } from '../support/start-api.ts';
import { median, medianRatio } from '../support/statistics.ts';

const SECTION = 'read side alone';
const QUEUE = 'rmto-tehran';
const NAMED = 'fed by a generator of records';

type Instance = Started & { requestId: string };
type Bulk = { body: string; bare: BareBulk };

/** How fast the api takes the record stream in: bulks of the documented wire format over HTTP into the
 *  running api, beside the same
 *  rows written plainly. Then a burst, in the rhythm of the exporters. */
export async function projection(options: Options): Promise<Figure[]> {
  const { rounds, instances: many, burst } = options.projection;
  const gateway = await startHelper('gateway-server.ts');
  const [own, plain] = await Promise.all([aDatabase({ max: 2 }), aDatabase({ max: 2 })]);
  const api = await startBenchApi({
    databaseUrl: own.url,
    engine: gateway,
    profileInto: options.profileInto,
  });
  const bare = await bareProjection(plain.url);
  const poster = bulkPoster(api.recordsUrl);
  const log = partitionLog();
  const started = async (count: number): Promise<Instance[]> =>
    (await seedStarted(own.db, count)).map((requestId) => ({
      requestId,
      ...log.start({ requestId, queue: QUEUE }),
    }));
  try {
    const ours: number[] = [];
    const plainly: number[] = [];
    let recordsEach = 0;
    for (let round = 0; round <= rounds; round += 1) {
      const instances = await started(many);
      const bulks = inBulks(instances);
      recordsEach = sum(bulks.map(({ bare: { records } }) => records)) / many;
      const projected = await rate(many, bulks, ({ body }) => poster.post(body));
      const written = await rate(many, bulks, ({ bare: bulk }) => bare.write(bulk));
      if (round > 0) ours.push(projected);
      if (round > 0) plainly.push(written);
    }
    const thread = exporterThread(api.recordsUrl);
    const instances = await started(burst);
    const begun = performance.now();
    for (const instance of instances) thread.add(instance);
    await thread.drained();
    const seconds = (performance.now() - begun) / 1000;
    await thread.stop();
    await allThere(own, many * (rounds + 1) + burst);
    const ratio = medianRatio(ours, plainly);
    const limit = 'one plain INSERT a bulk, nothing parsed';
    return [
      {
        section: SECTION,
        name: `instances projected, ${NAMED}`,
        unit: '/s',
        value: median(ours),
        limit: { name: `/s, ${limit}`, value: median(plainly) },
        ratio,
        details: { ours, plainly },
      },
      {
        section: SECTION,
        name: `records projected, ${NAMED}`,
        unit: '/s',
        value: median(ours) * recordsEach,
        limit: { name: `/s, ${limit}`, value: median(plainly) * recordsEach },
        ratio,
        aims: [{ of: 'value', atLeast: 5_000 }],
      },
      {
        section: SECTION,
        name: `caught up with ${burst.toLocaleString('en')} instances at once, ${NAMED}`,
        unit: 's',
        value: seconds,
        limit: { name: `s, ${limit}`, value: burst / median(plainly) },
        aims: [{ of: 'value', atMost: 45 }],
      },
    ];
  } finally {
    poster.close();
    await bare.close();
    await api.stop();
    await Promise.all([own.drop(), plain.drop(), gateway.stop()]);
  }
}

async function rate(
  count: number,
  bulks: readonly Bulk[],
  write: (bulk: Bulk) => Promise<unknown>,
): Promise<number> {
  const begun = performance.now();
  for (const bulk of bulks) await write(bulk);
  return count / ((performance.now() - begun) / 1000);
}

/** Cuts the log as the exporters do: full bulks of each. */
const inBulks = (instances: readonly Instance[]): Bulk[] =>
  (['fast', 'slow'] as const).flatMap((exporter) => bulksOf(exporter, instances));

function bulksOf(exporter: Exporter, instances: readonly Instance[]): Bulk[] {
  const each = Math.floor(EXPORTERS[exporter].size / (instances[0]?.[exporter].length ?? 1));
  const bulks: Bulk[] = [];
  for (let from = 0; from < instances.length; from += each) {
    const part = instances.slice(from, from + each);
    const lines = part.flatMap((instance) => instance[exporter]);
    const body = bodyOf(lines);
    bulks.push({ body, bare: bareBulk({ exporter, records: lines.length, body, instances: part }) });
  }
  return bulks;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A figure counts only when nothing was lost or set aside. */
async function allThere({ db }: { db: Awaited<ReturnType<typeof aDatabase>>['db'] }, expected: number) {
  const { rows } = await db.raw<{
    rows: { tasks: number; linked: number; instances: number; bad: number }[];
  }>(
    `select (select count(*)::integer from tasks) as tasks, (select count(request_id)::integer from tasks) as linked,
            (select count(*)::integer from process_instances where started_at is not null) as instances,
            (select count(*)::integer from engine_quarantine) as bad`,
  );
  const { tasks, linked, instances, bad } = rows[0] ?? { tasks: 0, linked: 0, instances: 0, bad: 0 };
  if (tasks !== expected || linked !== expected || instances !== expected || bad !== 0)
    throw new Error(`${expected} expected, but: ${JSON.stringify(rows[0])}`);
}
