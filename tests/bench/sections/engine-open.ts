import { seedOpenInstances } from '#tests/support/engine/seed-open-instances.ts';
import type { Options } from '../options.ts';
import { engineCandidate } from '../support/engine/candidates.ts';
import { CONCURRENCY, type EngineBench, openEngineBench } from '../support/engine/engine-bench.ts';
import { configuredZeebe, type OwnEngine } from '../support/engine/engines.ts';
import { interleaveRounds } from '../support/engine/interleave-rounds.ts';
import { measureRates, type Phase } from '../support/engine/phases.ts';
import { watchMemory } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { median, medianRatio } from '../support/statistics.ts';

const SECTION = 'engine';
const MAX_MEMORY_MB = 512;
const MAX_START_SECONDS = 5;
const STARTS = 3;

/** What instances that wait cost those that run: rates with many open beside the same engine with none; its
 *  memory; how soon it is back
 *  after `kill -9`. */
export async function engineOpen(options: Options): Promise<Figure[]> {
  if (configuredZeebe())
    return [
      {
        section: SECTION,
        name: 'with many open instances',
        unit: '',
        value: null,
        note: 'only the embedded engine: its rows are copied',
      },
    ];
  const figures: Figure[] = [];
  for (const size of options.engine.open.sizes) figures.push(...(await withOpen(size, options)));
  return figures;
}

async function withOpen(
  { open, least }: { open: number; least: number },
  { engine: { open: settings } }: Options,
): Promise<Figure[]> {
  const { rounds, warmSeconds, seconds } = settings;
  const stages: EngineBench[] = [];
  try {
    const none = await openEngineBench({ name: 'none' });
    stages.push(none);
    const many = await openEngineBench({ name: 'many' });
    stages.push(many);
    const { engine } = many;
    await fill(many, engine, open);
    const [empty, full] = [await engineCandidate(none), await engineCandidate(many)];
    const peak = watchMemory(engine.pid ?? 0);
    const load = { callers: CONCURRENCY, seconds };
    try {
      await measureRates(empty, { ...load, seconds: warmSeconds });
      await measureRates(full, { ...load, seconds: warmSeconds });
      const measured = await interleaveRounds(rounds, {
        none: () => measureRates(empty, load),
        many: () => measureRates(full, load),
      });
      await Promise.all([empty.stop(), full.stop()]);
      const name = `with ${open.toLocaleString('en')} open`;
      return [
        ...rateFigures(name, least, measured),
        memoryFigure(name, peak()),
        await startFigure(name, engine),
      ];
    } finally {
      peak();
      await Promise.allSettled([empty.stop(), full.stop()]);
    }
  } finally {
    for (const stage of stages.reverse()) await stage.stop();
  }
}

/** Brings one instance to its task, then multiplies it while the engine is stopped. */
async function fill(stage: EngineBench, engine: OwnEngine, open: number): Promise<void> {
  const small = await engineCandidate(stage);
  try {
    await small.start();
  } finally {
    await small.stop();
  }
  await engine.stop();
  process.stdout.write(`  ${open.toLocaleString('en')} open instances …\n`);
  await seedOpenInstances({ databaseUrl: stage.databaseUrl, open });
  await engine.start();
}

type Round = { started: Phase; completed: Phase };

const rateFigures = (
  name: string,
  least: number,
  { none, many }: { none: Round[]; many: Round[] },
): Figure[] =>
  (['started', 'completed'] as const).map((what): Figure => {
    const perSecond = (rounds: readonly Round[]) => rounds.map((round) => round[what].perSecond);
    return {
      section: SECTION,
      name: `${name}: small process, ${what}, ${CONCURRENCY} callers`,
      unit: '/s',
      value: median(perSecond(many)),
      limit: { name: '/s with none open', value: median(perSecond(none)) },
      ratio: medianRatio(perSecond(many), perSecond(none)),
      aims: [{ of: 'ratio', atLeast: least }],
      details: { none: perSecond(none), many: perSecond(many) },
    };
  });

const memoryFigure = (name: string, megabytes: number | null): Figure => ({
  section: SECTION,
  name: `${name}: memory of the engine, peak`,
  unit: 'MB',
  value: megabytes,
  ...(megabytes === null ? { note: 'only Linux tells it' } : {}),
  aims: [{ of: 'value', atMost: MAX_MEMORY_MB }],
});

async function startFigure(name: string, engine: OwnEngine): Promise<Figure> {
  const seconds: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    await engine.kill();
    const begun = performance.now();
    await engine.start();
    seconds.push((performance.now() - begun) / 1000);
  }
  return {
    section: SECTION,
    name: `${name}: start to ready, after kill -9`,
    unit: 's',
    value: median(seconds),
    aims: [{ of: 'value', atMost: MAX_START_SECONDS }],
    details: { seconds },
  };
}
