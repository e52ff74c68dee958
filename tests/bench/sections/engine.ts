import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ZBClient } from 'zeebe-node';
import { openZeebe } from '../../../api/src/engine/zeebe-client.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/wait.ts';
import type { Options } from '../options.ts';
import type { Figure } from '../support/report.ts';
import { seedStarted } from '../support/seed.ts';
import { startApi } from '../support/stage.ts';
import { median } from '../support/statistics.ts';
import { bareLags, lagsAt, loadFigures, visibleFigures } from './visible.ts';

const SECTION = 'with the engine';
const IN_FLIGHT = 96;
const PER_SECOND = 20;
const ALL_WITHIN_MS = 600_000;

const NAMES = {
  started: 'started instances, projection on',
  visible: `command to task read by a listening screen, at ${PER_SECOND}/s`,
  loaded: 'command to event at a listening screen',
  burst: 'caught up after a burst of starts',
};

/** With a real broker, which somebody else runs: ZEEBE_ADDRESS and ZEEBE_REST_URL name one whose exporters post to
 *  ENGINE_RECORDS_PORT of this machine (docs/performance.md), BENCH_BARE_ZEEBE_ADDRESS another one without exporters. */
export async function engine(options: Options): Promise<Figure[]> {
  const { ZEEBE_ADDRESS: address, ZEEBE_REST_URL: restUrl } = process.env;
  if (!address || !restUrl)
    return Object.values(NAMES).map((name) => ({
      section: SECTION,
      name,
      unit: '',
      value: null,
      note: 'needs a broker (ZEEBE_ADDRESS)',
    }));
  const database = await aDatabase({ max: 2 });
  const api = await startApi({
    databaseUrl: database.url,
    engine: { address, restUrl, recordsPort: Number(process.env.ENGINE_RECORDS_PORT) },
  });
  const client = new ZBClient(address, {
    retry: false,
    loglevel: 'NONE',
    eagerConnection: false,
    useTLS: false,
  });
  try {
    await eventually(async () => (await database.db('process_definitions').first()) !== undefined, {
      timeout: 60_000,
    });
    const { rounds, instances, burst } = options.engine;
    const { seconds, loadSeconds, loadPerSecond } = options.visible;
    const bareAddress = process.env.BENCH_BARE_ZEEBE_ADDRESS;
    const figures = [await startedFigure({ database, client, bareAddress, rounds, instances })];
    const start = (requestId: string) => void publish(client, requestId);
    const of = { apiUrl: api.url, database, start };
    const bare = await bareLags(database.url, seconds);
    const calm = await lagsAt({ ...of, perSecond: PER_SECOND, seconds, reading: true });
    figures.push(...visibleFigures({ section: SECTION, calmName: NAMES.visible, calm, bare }));
    const loaded = await lagsAt({ ...of, perSecond: loadPerSecond, seconds: loadSeconds, reading: false });
    const name = `${NAMES.loaded}, ${loadPerSecond}/s for ${loadSeconds} s`;
    figures.push(...loadFigures({ section: SECTION, name, loaded }));
    figures.push(await burstFigure({ database, client, burst }));
    return figures;
  } finally {
    await client.close();
    await api.stop();
    await database.drop();
  }
}

async function startedFigure(run: {
  database: TestDatabase;
  client: ZBClient;
  bareAddress: string | undefined;
  rounds: number;
  instances: number;
}): Promise<Figure> {
  const { database, client, bareAddress, rounds, instances } = run;
  const bare =
    bareAddress === undefined
      ? undefined
      : new ZBClient(bareAddress, {
          retry: false,
          loglevel: 'NONE',
          eagerConnection: false,
          useTLS: false,
        });
  if (bareAddress) await deployTo(bareAddress);
  const ours: number[] = [];
  const barely: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ids = await seedStarted(database.db, instances);
    const seconds = await publishAll(client, ids);
    await projected(database, ids);
    ours.push(instances / seconds);
    if (bare) barely.push(instances / (await publishAll(bare, ids)));
  }
  await bare?.close();
  return {
    section: SECTION,
    name: NAMES.started,
    unit: '/s',
    value: median(ours),
    ...(bare
      ? {
          limit: { name: '/s, bare zeebe-node, a broker without exporters', value: median(barely) },
          ratio: median(ours.map((value, round) => value / (barely[round] ?? Number.NaN))),
          aims: [{ of: 'ratio', atLeast: 0.8 }],
        }
      : { note: 'its limit needs BENCH_BARE_ZEEBE_ADDRESS' }),
    details: { ours, barely },
  };
}

async function burstFigure(run: {
  database: TestDatabase;
  client: ZBClient;
  burst: number;
}): Promise<Figure> {
  const ids = await seedStarted(run.database.db, run.burst);
  await publishAll(run.client, ids);
  const begun = performance.now();
  await projected(run.database, ids);
  return {
    section: SECTION,
    name: `${NAMES.burst}: ${run.burst.toLocaleString('en')}`,
    unit: 's',
    value: (performance.now() - begun) / 1000,
    aims: [{ of: 'value', atMost: 45 }],
  };
}

const publish = (client: ZBClient, requestId: string) =>
  client.publishMessage({
    name: 'request.citizen-request',
    correlationKey: requestId,
    messageId: requestId,
    timeToLive: 600_000,
    variables: {
      requestId,
      service: 'road-safety-signs',
      region: 'tehran',
      channel: 'web',
      priority: 'normal',
      replyWindow: 'P10D',
      feedbackWindow: 'P15D',
    },
  });

/** A loaded broker refuses some: these go again, as any client would send them.
 *  @returns the seconds until the last one was taken */
async function publishAll(client: ZBClient, ids: readonly string[]): Promise<number> {
  const begun = performance.now();
  const left = [...ids];
  const lane = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const requestId = id;
      await publish(client, requestId).catch(async () => {
        left.push(requestId);
        await pause(20);
      });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (performance.now() - begun) / 1000;
}

const projected = ({ db }: TestDatabase, ids: readonly string[]): Promise<unknown> =>
  eventually(
    async () => {
      const rows = await db('tasks').whereIn('request_id', ids.slice(-1)).pluck('request_id');
      if (rows.length === 0) return false;
      const { rows: counted } = await db.raw<{ rows: { done: number }[] }>(
        'select count(distinct request_id)::integer as done from tasks where request_id = any(?::uuid[])',
        [[...ids]],
      );
      return counted[0]?.done === ids.length;
    },
    { timeout: ALL_WITHIN_MS, every: 50 },
  );

async function deployTo(address: string): Promise<void> {
  const folder = new URL('../../../processes/', import.meta.url);
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(bpmn|dmn)$/.test(name));
  const { commands, close } = openZeebe({ address, restUrl: 'http://127.0.0.1:1' });
  await commands.deploy(
    await Promise.all(names.map(async (name) => ({ name, content: await readFile(new URL(name, folder)) }))),
  );
  await close();
}
