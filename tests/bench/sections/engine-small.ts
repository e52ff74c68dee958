import type { Options } from '../options.ts';
import { BASELINE_LABEL, engineCandidate, sqlBaseline } from '../support/engine/candidates.ts';
import { CONCURRENCY, openEngineBench } from '../support/engine/engine-bench.ts';
import { configuredZeebe } from '../support/engine/engines.ts';
import { interleaveRounds } from '../support/engine/interleave-rounds.ts';
import { costEach, measureLatencies, measureRates, type Phase } from '../support/engine/phases.ts';
import type { Figure } from '../support/report.ts';
import { median, medianRatio, p95 } from '../support/statistics.ts';

const SECTION = 'engine';
const PER_SECOND = 20;

/** Half as much again as what the fastest engine on PostgreSQL reached of bare SQL (reference:
 *  docs/performance.md). */
const MIN_BASELINE_RATIO = { started: 0.057, completed: 0.11 };
const MAX_MS = { toTask: 15, completion: 6 };

/** How many instances of the small process an engine brings to their task a second, and completes; what each
 *  costs; how long one takes
 *  when little is to do. Beside it, in the same rounds, the rows written plainly. */
export async function engineSmall(options: Options): Promise<Figure[]> {
  const { rounds, warmSeconds, seconds, latencySeconds } = options.engine.small;
  const bench = await openEngineBench({
    name: 'small',
    zeebe: configuredZeebe(),
    profileInto: options.profileInto,
  });
  try {
    const [ours, bare] = [await engineCandidate(bench), await sqlBaseline()];
    try {
      const load = { callers: CONCURRENCY, seconds };
      const calm = { perSecond: PER_SECOND, seconds: latencySeconds };
      await measureRates(ours, { callers: CONCURRENCY, seconds: warmSeconds });
      await measureRates(bare, { callers: CONCURRENCY, seconds: warmSeconds });
      const loaded = await interleaveRounds(rounds, {
        ours: () => measureRates(ours, load),
        bare: () => measureRates(bare, load),
      });
      const calmly = await interleaveRounds(rounds, {
        ours: () => measureLatencies(ours, calm),
        bare: () => measureLatencies(bare, calm),
      });
      return [...loadFigures(loaded), ...latencyFigures(calmly)];
    } finally {
      await ours.stop();
      await bare.stop();
    }
  } finally {
    await bench.stop();
  }
}

type Round = { started: Phase; completed: Phase };

const PHASE_LABELS = {
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
        name: `${PHASE_LABELS[what]}, ${CONCURRENCY} callers`,
        unit: '/s',
        value: median(perSecond(own)),
        limit: { name: `/s, ${BASELINE_LABEL}`, value: median(perSecond(plain)) },
        ratio: medianRatio(perSecond(own), perSecond(plain)),
        aims: [{ of: 'ratio', atLeast: MIN_BASELINE_RATIO[what] }],
        details: { ours: summary(own), bare: summary(plain) },
      },
      costFigure(`${PHASE_LABELS[what]}: processor time of the engine, each`, own, 'engineMs'),
      costFigure(`${PHASE_LABELS[what]}: processor time of PostgreSQL, each`, own, 'postgresMs', plain),
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
    ...(limit === null ? {} : { limit: { name: `ms, ${BASELINE_LABEL}`, value: limit } }),
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
        limit: { name: `ms, ${BASELINE_LABEL}`, value: overRounds(bare) },
        ...(name === 'p95' ? { aims: [{ of: 'value', atMost: MAX_MS[what] }] as const } : {}),
      };
    }),
  );
}
