import { tokenOf } from '#tests/support/sign-in/tokens.ts';
import type { Options } from '../options.ts';
import { citizenRequest } from '../support/engine/citizen-request.ts';
import { openEngineClient } from '../support/engine/engine-client.ts';
import { startBenchEngine } from '../support/engine/engines.ts';
import { openProductBench, type ProductBench } from '../support/engine/product-bench.ts';
import type { Figure } from '../support/report.ts';
import { median, p95 } from '../support/statistics.ts';
import { bareLags, lagsAt, USERNAME } from './visible.ts';

const SECTION = 'engine';
const WARM_SECONDS = 5;

/** At twenty a second a screen reads each task that it is told of; at a hundred it is told and reads its list
 *  when it likes. */
type Pace = { perSecond: number; reading: boolean; mostMs: number };
const PACES = [
  { perSecond: 20, reading: true, mostMs: 60 },
  { perSecond: 100, reading: false, mostMs: 150 },
] as const satisfies Pace[];

/** How long it takes from a start message to the engine until a person who looks at the inbox has the task:
 *  engine, worker, exporter,
 *  projector, event. */
export async function engineVisible(options: Options): Promise<Figure[]> {
  const { profileInto } = options;
  const { seconds } = options.engine.visible;
  const stage = (await openProductBench({
    startEngine: (databaseUrl) => startBenchEngine({ name: 'visible', databaseUrl, profileInto }),
    profileInto,
  })) as ProductBench;
  const wire = openEngineClient(stage.engine, { connections: 1 });
  const failures: unknown[] = [];
  try {
    await tokenOf(USERNAME);
    const lags = (pace: Pace, forSeconds: number) =>
      lagsAt({
        apiUrl: stage.api.url,
        database: stage.database,
        start: (requestId) =>
          void wire.publish(citizenRequest(requestId)).catch((error: unknown) => failures.push(error)),
        ...pace,
        seconds: forSeconds,
      });
    await lags(PACES[0], WARM_SECONDS);
    const bare = await bareLags(stage.database.url, seconds);
    const figures: Figure[] = [];
    for (const pace of PACES)
      figures.push(...visibleFigures({ ...pace, seen: await lags(pace, seconds), bare }));
    return figures;
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    wire.close();
    await stage.stop();
  }
}

function visibleFigures(run: Pace & { seen: readonly number[]; bare: readonly number[] }): Figure[] {
  const { perSecond, reading, mostMs, seen, bare } = run;
  const name = `command to task ${reading ? 'read by' : 'told to'} a listening screen, ${perSecond}/s`;
  const limit = 'ms, INSERT + NOTIFY to LISTEN at 20/s';
  return [
    {
      section: SECTION,
      name: `${name}, median`,
      unit: 'ms',
      value: median(seen),
      limit: { name: limit, value: median(bare) },
    },
    {
      section: SECTION,
      name: `${name}, p95`,
      unit: 'ms',
      value: p95(seen),
      limit: { name: limit, value: p95(bare) },
      aims: [{ of: 'value', atMost: mostMs }],
      details: { lags: seen },
    },
  ];
}
