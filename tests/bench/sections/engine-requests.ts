import type { Options } from '../options.ts';
import { startBenchEngine } from '../support/engine/engines.ts';
import { interleaveRounds } from '../support/engine/interleave-rounds.ts';
import { PREVIOUS_COMMIT, startPreviousEngine } from '../support/engine/previous-engine.ts';
import { openProductBench, type ProductBench } from '../support/engine/product-bench.ts';
import {
  drainOutbox,
  expectAllComplete,
  type LoadResult,
  sustainRate,
} from '../support/engine/request-load.ts';
import type { Figure } from '../support/report.ts';
import { median, medianRatio, slope } from '../support/statistics.ts';

const SECTION = 'engine';
const NAME = 'citizen-request, outbox filled beforehand';
const MIN_PER_SECOND = 150;
/** A lag that grows less than this is one that does not: the exporter gathers for a second, so a look may be
 *  a second off. */
const MAX_GROWTH_PER_MINUTE = 1;

/** How many requests of citizens become tasks a second when the outbox is full: relay, engine, workers, both
 *  exporters and projector
 *  share the machine. Beside it, in the same rounds, the engine that kept its state in memory. Then the lag
 *  of the slow exporter over some
 *  minutes, flat out and at the pace that is aimed for. */
export async function engineRequests(options: Options): Promise<Figure[]> {
  const { rounds, requests, seconds } = options.engine.requests;
  const { profileInto } = options;
  const stages: ProductBench[] = [];
  try {
    const ours = (await openProductBench({
      startEngine: (databaseUrl) => startBenchEngine({ name: 'requests', databaseUrl, profileInto }),
      profileInto,
    })) as ProductBench;
    stages.push(ours);
    const before = await openProductBench({ startEngine: startPreviousEngine });
    if (before) stages.push(before);
    for (const stage of stages) await drainOutbox(stage, requests);
    const contestants: Record<string, () => Promise<LoadResult>> = {
      ours: () => drainOutbox(ours, requests),
      ...(before ? { before: () => drainOutbox(before, requests) } : {}),
    };
    const drained = await interleaveRounds(rounds, contestants);
    const rate = median((drained.ours ?? []).map(({ perSecond }) => perSecond));
    const flatOut = await drainOutbox(ours, Math.ceil(rate * seconds));
    const paced = await sustainRate(ours, MIN_PER_SECOND, seconds);
    for (const stage of stages) await expectAllComplete(stage);
    return [
      ...rateFigures(drained.ours ?? [], drained.before),
      ...lagFigures(`${seconds} s flat out`, flatOut),
      ...lagFigures(`${MIN_PER_SECOND}/s for ${seconds} s`, paced),
    ];
  } finally {
    for (const stage of stages.reverse()) await stage.stop();
  }
}

function rateFigures(ours: readonly LoadResult[], before: readonly LoadResult[] | undefined): Figure[] {
  const rates = (rounds: readonly LoadResult[]) => rounds.map(({ perSecond }) => perSecond);
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
              name: `/s, the engine of ${PREVIOUS_COMMIT}, in memory`,
              value: median(rates(before)),
            },
            ratio: medianRatio(rates(ours), rates(before)),
          }
        : { note: `${PREVIOUS_COMMIT} is not in the history of this clone` }),
      aims: [{ of: 'value', atLeast: MIN_PER_SECOND }],
      details: { ours, before },
    },
    cost('engineMs', 'the engine'),
    cost('apiMs', 'the api'),
    cost('postgresMs', 'PostgreSQL, for both'),
  ];
}

function lagFigures(how: string, { lags, perSecond }: LoadResult): Figure[] {
  const name = `citizen-request, ${how}: lag of the slow exporter`;
  if (lags.length < 2)
    return [{ section: SECTION, name, unit: 's', value: null, note: 'over before it could be seen' }];
  return [
    {
      section: SECTION,
      name: `${name}, growth a minute`,
      unit: 's',
      value: slope(lags) * 60,
      aims: [{ of: 'value', atMost: MAX_GROWTH_PER_MINUTE }],
      details: { lags, perSecond },
    },
    { section: SECTION, name: `${name}, most`, unit: 's', value: Math.max(...lags.map(([, lag]) => lag)) },
  ];
}
