import type { Options } from '../options.ts';
import { COMMIT_OF_BEFORE, startEngineOfBefore } from '../support/engine/engine-of-before.ts';
import { theEngine } from '../support/engine/engines.ts';
import { allWhole, drain, keepUp, type Drained } from '../support/engine/request-load.ts';
import { requestStage, type RequestStage } from '../support/engine/request-stage.ts';
import { takeTurns } from '../support/engine/turns.ts';
import type { Figure } from '../support/report.ts';
import { median, medianRatio, slope } from '../support/statistics.ts';

const SECTION = 'engine';
const NAME = 'citizen-request, outbox filled beforehand';
const LEAST_PER_SECOND = 150;
/** A lag that grows less than this is one that does not: the exporter gathers for a second, so a look may be a second off. */
const MOST_GROWTH_A_MINUTE = 1;

/** How many requests of citizens become tasks a second when the outbox is full: relay, engine, workers, both exporters and projector
 *  share the machine. Beside it, in the same rounds, the engine that kept its state in memory. Then the lag of the slow exporter over some
 *  minutes, flat out and at the pace that is aimed for. */
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
    const rate = median((drained.ours ?? []).map(({ perSecond }) => perSecond));
    const flatOut = await drain(ours, Math.ceil(rate * seconds));
    const paced = await keepUp(ours, LEAST_PER_SECOND, seconds);
    for (const stage of stages) await allWhole(stage);
    return [
      ...rateFigures(drained.ours ?? [], drained.before),
      ...lagFigures(`${seconds} s flat out`, flatOut),
      ...lagFigures(`${LEAST_PER_SECOND}/s for ${seconds} s`, paced),
    ];
  } finally {
    for (const stage of stages.reverse()) await stage.stop();
  }
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

function lagFigures(how: string, { lags, perSecond }: Drained): Figure[] {
  const name = `citizen-request, ${how}: lag of the slow exporter`;
  if (lags.length < 2)
    return [{ section: SECTION, name, unit: 's', value: null, note: 'over before it could be seen' }];
  return [
    {
      section: SECTION,
      name: `${name}, growth a minute`,
      unit: 's',
      value: slope(lags) * 60,
      aims: [{ of: 'value', atMost: MOST_GROWTH_A_MINUTE }],
      details: { lags, perSecond },
    },
    { section: SECTION, name: `${name}, most`, unit: 's', value: Math.max(...lags.map(([, lag]) => lag)) },
  ];
}
