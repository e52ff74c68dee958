import pg from 'pg';
import type { Options } from '../options.ts';
import { engineCandidate, sqlBaseline } from '../support/engine/candidates.ts';
import { CONCURRENCY, openEngineBench } from '../support/engine/engine-bench.ts';
import { configuredZeebe } from '../support/engine/engines.ts';
import { interleaveRounds } from '../support/engine/interleave-rounds.ts';
import { measureRates, type Phase } from '../support/engine/phases.ts';
import type { Figure } from '../support/report.ts';
import { median } from '../support/statistics.ts';

const SECTION = 'engine';
const MIN_RATIO = 0.9;
const MINUTE_MS = 60_000;

/** What a long snapshot in the engine's database, such as a report or a backup has, costs the engine: its
 *  rate after the snapshot has
 *  been open for so long under load, beside that before. Rows that many transactions change would starve.
 *  Bare SQL runs beside both
 *  in a database of its own, which no snapshot holds up, and says how the machine has changed meanwhile. */
export async function engineSnapshot({ engine: { snapshot } }: Options): Promise<Figure[]> {
  const { rounds, warmSeconds, seconds, minutes } = snapshot;
  const name = `a snapshot open for ${minutes} min under load`;
  if (configuredZeebe())
    return [
      {
        section: SECTION,
        name,
        unit: '',
        value: null,
        note: 'only the embedded engine: a Zeebe has no such database',
      },
    ];
  const bench = await openEngineBench({ name: 'snapshot' });
  try {
    const [ours, bare] = [await engineCandidate(bench), await sqlBaseline()];
    const report = new pg.Client({ connectionString: bench.databaseUrl });
    try {
      const load = { callers: CONCURRENCY, seconds };
      const measure = () =>
        interleaveRounds(rounds, {
          ours: () => measureRates(ours, load),
          bare: () => measureRates(bare, load),
        });
      await measureRates(ours, { callers: CONCURRENCY, seconds: warmSeconds });
      await measureRates(bare, { callers: CONCURRENCY, seconds: warmSeconds });
      const before = await measure();
      await report.connect();
      await report.query('begin isolation level repeatable read');
      await report.query('select count(*) from engine.instance');
      process.stdout.write(`  ${name} …\n`);
      for (const end = performance.now() + minutes * MINUTE_MS; performance.now() < end;)
        await measureRates(ours, load);
      const after = await measure();
      return figures(name, before, after);
    } finally {
      await report.end();
      await ours.stop();
      await bare.stop();
    }
  } finally {
    await bench.stop();
  }
}

type Round = { started: Phase; completed: Phase };
type Rounds = { ours: Round[]; bare: Round[] };

const figures = (name: string, before: Rounds, after: Rounds): Figure[] =>
  (['started', 'completed'] as const).map((what): Figure => {
    const perSecond = (rounds: readonly Round[]) => rounds.map((round) => round[what].perSecond);
    const ofBare = ({ ours, bare }: Rounds) => median(perSecond(ours)) / median(perSecond(bare));
    return {
      section: SECTION,
      name: `${name}: small process, ${what}, ${CONCURRENCY} callers`,
      unit: '/s',
      value: median(perSecond(after.ours)),
      limit: { name: '/s before it', value: median(perSecond(before.ours)) },
      ratio: ofBare(after) / ofBare(before),
      aims: [{ of: 'ratio', atLeast: MIN_RATIO }],
      details: {
        before: { ours: perSecond(before.ours), bare: perSecond(before.bare) },
        after: { ours: perSecond(after.ours), bare: perSecond(after.bare) },
      },
    };
  });
