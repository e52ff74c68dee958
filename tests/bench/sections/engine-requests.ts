import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/wait.ts';
import type { Options } from '../options.ts';
import { COMMIT_OF_BEFORE, startEngineOfBefore } from '../support/engine/engine-of-before.ts';
import { theEngine } from '../support/engine/engines.ts';
import { requestStage, type RequestStage } from '../support/engine/request-stage.ts';
import { takeTurns } from '../support/engine/turns.ts';
import { processorMs } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedOutbox } from '../support/seed.ts';
import { median, medianRatio, slope } from '../support/statistics.ts';

const SECTION = 'engine';
const NAME = 'citizen-request, outbox filled beforehand';
const LEAST_PER_SECOND = 150;
/** A lag that grows less than this is one that does not: the exporter gathers for a second, so a look may be a second off. */
const MOST_GROWTH_A_MINUTE = 1;
const ALL_WITHIN_MS = 900_000;

/** How many requests of citizens become tasks a second when the outbox is full: relay, engine, workers, both exporters and projector
 *  share the machine. Beside it, in the same rounds, the engine that kept its state in memory. Then some minutes flat out, while the lag
 *  of the slow exporter is watched. */
export async function engineRequests(options: Options): Promise<Figure[]> {
  const { rounds, requests, seconds } = options.engine.requests;
  const { profileInto } = options;
  const stages: RequestStage[] = [];
  try {
    const ours = (await requestStage({
      startEngine: (databaseUrl) => theEngine({ name: 'requests', databaseUrl, profileInto }),
      profileInto,
    })) as RequestStage;
    stages.push(ours);
    const before = await requestStage({ startEngine: startEngineOfBefore });
    if (before) stages.push(before);
    for (const stage of stages) await drain(stage, requests);
    const contestants: Record<string, () => Promise<Drained>> = {
      ours: () => drain(ours, requests),
      ...(before ? { before: () => drain(before, requests) } : {}),
    };
    const drained = await takeTurns(rounds, contestants);
    const perSecond = (drained.ours ?? []).map((round) => round.perSecond);
    const sustained = await drain(ours, Math.ceil(median(perSecond) * seconds));
    for (const stage of stages) await allWhole(stage);
    return [...rateFigures(drained.ours ?? [], drained.before), ...lagFigures(sustained, seconds)];
  } finally {
    for (const stage of stages.reverse()) await stage.stop();
  }
}

/** `lags`: seconds since the beginning, and by how many seconds the newest record projected for the slow exporter is old. */
type Drained = {
  perSecond: number;
  engineMs: number | null;
  apiMs: number | null;
  postgresMs: number | null;
  walBytes: number;
  lags: [at: number, lag: number][];
};

/** Fills the outbox and waits until the task of each request stands in the read side. */
async function drain({ database, api, till }: RequestStage, requests: number): Promise<Drained> {
  const tasksBefore = await tasksIn(database.db);
  const apiBefore = await processorMs(api.pid);
  const spent = await till.begin();
  await seedOutbox(database.db, requests);
  const begun = performance.now();
  const lags: [number, number][] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      const lag = await slowLag(database.db);
      if (lag !== null && !over) lags.push([(performance.now() - begun) / 1000, lag]);
      await pause(1_000);
    }
  })();
  try {
    await eventually(async () => (await tasksIn(database.db)) >= tasksBefore + requests, {
      timeout: ALL_WITHIN_MS,
      every: 100,
    });
  } finally {
    over = true;
  }
  const seconds = (performance.now() - begun) / 1000;
  await watching;
  const { engineMs, postgresMs, walBytes } = await spent();
  const apiAfter = await processorMs(api.pid);
  const each = (whole: number | null) => (whole === null ? null : whole / requests);
  return {
    perSecond: requests / seconds,
    engineMs: each(engineMs),
    apiMs: apiBefore === null || apiAfter === null ? null : (apiAfter - apiBefore) / requests,
    postgresMs: each(postgresMs),
    walBytes: walBytes / requests,
    lags,
  };
}

async function tasksIn(db: RequestStage['database']['db']): Promise<number> {
  const { rows } = await db.raw<{ rows: { many: number }[] }>('select count(*)::integer as many from tasks');
  return rows[0]?.many ?? 0;
}

/** A figure counts only when nothing was set aside and each task is known to be of its request. */
async function allWhole({ database: { db } }: RequestStage): Promise<void> {
  const { rows } = await db.raw<{ rows: { quarantined: number; unlinked: number }[] }>(
    `select (select count(*)::integer from engine_quarantine) as quarantined,
            (select count(*)::integer from tasks where request_id is null) as unlinked`,
  );
  if (rows[0]?.quarantined !== 0 || rows[0].unlinked !== 0)
    throw new Error(`something was left behind: ${JSON.stringify(rows[0])}`);
}

async function slowLag(db: RequestStage['database']['db']): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { lag: number }[] }>(
    `select extract(epoch from clock_timestamp() - record_at)::double precision as lag from engine_positions
      where exporter = 'slow'`,
  );
  return rows[0]?.lag ?? null;
}

function rateFigures(ours: readonly Drained[], before: readonly Drained[] | undefined): Figure[] {
  const rates = (rounds: readonly Drained[]) => rounds.map(({ perSecond }) => perSecond);
  const cost = (part: 'engineMs' | 'apiMs' | 'postgresMs', of: string): Figure => {
    const known = ours.map((round) => round[part]).filter((ms) => ms !== null);
    const value = known.length === 0 ? null : median(known);
    return {
      section: SECTION,
      name: `${NAME}: processor time of ${of}, each`,
      unit: 'ms',
      value,
      ...(value === null ? { note: 'the system does not tell, or the engine is not ours' } : {}),
    };
  };
  return [
    {
      section: SECTION,
      name: `${NAME}: tasks that stand`,
      unit: '/s',
      value: median(rates(ours)),
      ...(before
        ? {
            limit: {
              name: `/s, the engine of ${COMMIT_OF_BEFORE}, in memory`,
              value: median(rates(before)),
            },
            ratio: medianRatio(rates(ours), rates(before)),
          }
        : { note: `${COMMIT_OF_BEFORE} is not in the history of this clone` }),
      aims: [{ of: 'value', atLeast: LEAST_PER_SECOND }],
      details: { ours, before },
    },
    cost('engineMs', 'the engine'),
    cost('apiMs', 'the api'),
    cost('postgresMs', 'PostgreSQL, for both'),
  ];
}

function lagFigures({ lags, perSecond }: Drained, seconds: number): Figure[] {
  const name = `citizen-request, ${seconds} s flat out: lag of the slow exporter`;
  const seen = lags.map(([, lag]) => lag);
  return [
    {
      section: SECTION,
      name: `${name}, growth a minute`,
      unit: 's',
      value: slope(lags) * 60,
      aims: [{ of: 'value', atMost: MOST_GROWTH_A_MINUTE }],
      details: { lags, perSecond },
    },
    { section: SECTION, name: `${name}, most`, unit: 's', value: Math.max(...seen) },
  ];
}
