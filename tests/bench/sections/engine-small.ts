import type { Options } from '../options.ts';
import { BARE, bareSql, smallOn } from '../support/engine/contestants.ts';
import { somebodysZeebe } from '../support/engine/engines.ts';
import { costEach, latencies, rates, type Phase } from '../support/engine/phases.ts';
import { takeTurns } from '../support/engine/turns.ts';
import { CALLERS, wireStage } from '../support/engine/wire-stage.ts';
import type { Figure } from '../support/report.ts';
import { median, medianRatio, p95 } from '../support/statistics.ts';

const SECTION = 'engine';
const PER_SECOND = 20;

/** Half as much again as what the fastest engine on PostgreSQL reached of bare SQL (reference: docs/performance.md). */
const LEAST_OF_BARE = { started: 0.057, completed: 0.11 };
const MOST_MS = { toTask: 15, completion: 6 };

/** How many instances of the small process an engine brings to their task a second, and completes; what each costs; how long one takes
 *  when little is to do. Beside it, in the same rounds, the rows written plainly. */
export async function engineSmall(options: Options): Promise<Figure[]> {
  const { rounds, warmSeconds, seconds, latencySeconds } = options.engine.small;
  const stage = await wireStage({
    name: 'small',
    zeebe: somebodysZeebe(),
    profileInto: options.profileInto,
  });
  try {
    const [ours, bare] = [await smallOn(stage), await bareSql()];
    try {
      const load = { callers: CALLERS, seconds };
      const calm = { perSecond: PER_SECOND, seconds: latencySeconds };
      await rates(ours, { callers: CALLERS, seconds: warmSeconds });
      await rates(bare, { callers: CALLERS, seconds: warmSeconds });
      const loaded = await takeTurns(rounds, {
        ours: () => rates(ours, load),
        bare: () => rates(bare, load),
      });
      const calmly = await takeTurns(rounds, {
        ours: () => latencies(ours, calm),
        bare: () => latencies(bare, calm),
      });
      return [...loadFigures(loaded), ...latencyFigures(calmly)];
    } finally {
      await ours.stop();
      await bare.stop();
    }
  } finally {
    await stage.stop();
  }
}

type Round = { started: Phase; completed: Phase };

const WHAT = {
  started: 'small process: instances started to their committed task',
  completed: 'small process: its tasks completed',
} as const;

function loadFigures({ ours, bare }: { ours: Round[]; bare: Round[] }): Figure[] {
  return (['started', 'completed'] as const).flatMap((what): Figure[] => {
    const [own, plain] = [ours.map((round) => round[what]), bare.map((round) => round[what])];
    const perSecond = (phases: readonly Phase[]) => phases.map((phase) => phase.perSecond);
    const summary = (phases: readonly Phase[]) =>
      phases.map(({ latencies: ms, ...rest }) => ({ ...rest, medianMs: median(ms), p95Ms: p95(ms) }));
    return [
      {
        section: SECTION,
        name: `${WHAT[what]}, ${CALLERS} callers`,
        unit: '/s',
        value: median(perSecond(own)),
        limit: { name: `/s, ${BARE}`, value: median(perSecond(plain)) },
        ratio: medianRatio(perSecond(own), perSecond(plain)),
        aims: [{ of: 'ratio', atLeast: LEAST_OF_BARE[what] }],
        details: { ours: summary(own), bare: summary(plain) },
      },
      costFigure(`${WHAT[what]}: processor time of the engine, each`, own, 'engineMs'),
      costFigure(`${WHAT[what]}: processor time of PostgreSQL, each`, own, 'postgresMs', plain),
    ];
  });
}

function costFigure(
  name: string,
  ours: readonly Phase[],
  part: 'engineMs' | 'postgresMs',
  bare?: readonly Phase[],
): Figure {
  const each = (phases: readonly Phase[]): number | null => {
    const known = phases.map((phase) => costEach(phase, part)).filter((ms) => ms !== null);
    return known.length === 0 ? null : median(known);
  };
  const [value, limit] = [each(ours), bare ? each(bare) : null];
  return {
    section: SECTION,
    name,
    unit: 'ms',
    value,
    ...(value === null ? { note: 'the system does not tell, or the engine is not ours' } : {}),
    ...(limit === null ? {} : { limit: { name: `ms, ${BARE}`, value: limit } }),
  };
}

type Latencies = { toTask: number[]; completion: number[] };

function latencyFigures({ ours, bare }: { ours: Latencies[]; bare: Latencies[] }): Figure[] {
  const names = { toTask: 'due to committed task', completion: 'due to completed task' };
  return (['toTask', 'completion'] as const).flatMap((what) =>
    (
      [
        ['median', median],
        ['p95', p95],
      ] as const
    ).map(([name, of]): Figure => {
      const overRounds = (rounds: Latencies[]) => median(rounds.map((round) => of(round[what])));
      return {
        section: SECTION,
        name: `small process at ${PER_SECOND}/s: ${names[what]}, ${name}`,
        unit: 'ms',
        value: overRounds(ours),
        limit: { name: `ms, ${BARE}`, value: overRounds(bare) },
        ...(name === 'p95' ? { aims: [{ of: 'value', atMost: MOST_MS[what] }] as const } : {}),
      };
    }),
  );
}
