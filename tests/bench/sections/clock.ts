import { systemClock } from '#api/platform/clock.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { anEscalation, type TestEscalation } from '#tests/support/fixtures/escalation.ts';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import type { Figure } from '../support/report.ts';
import { makeDue, seedClocks } from '../support/seed-clocks.ts';
import { median, p95, quantile } from '../support/statistics.ts';

/** Promise of the clock: a due step fires within two seconds, 500 of them a second. */
const MAX_DELAY_MS = 2_000;
const PER_SECOND = 500;
/** How much dearer a tick may be with a hundred times as many open clocks. */
const MAX_GROWTH = 1.5;

const BATCH_SIZE = 250;
const ROUNDS = 11;
const HEAD_START_MS = 3_000;

type ClockBench = { database: TestDatabase; escalation: TestEscalation; used: number };
type Times = { idle: number[]; due: number[] };
type Fired = { delays: number[]; perSecond: number };

/** What the loop over the SLA clocks costs with few and with many open clocks, how many steps it fires, and
 *  how late. The loop runs
 *  in this process; the database is that of the machine. */
export async function clock(options: Options): Promise<Figure[]> {
  const { small, large, ticks, backlog, seconds } = options.clock;
  const stages: ClockBench[] = [];
  try {
    for (const count of [small, large]) {
      process.stdout.write(`  ${count.toLocaleString('en')} open clocks …\n`);
      const database = await aDatabase({ max: 8 });
      stages.push({ database, escalation: anEscalation(database.db, { clock: systemClock }), used: 0 });
      await seedClocks(database.url, count);
    }
    const [few, many] = stages as [ClockBench, ClockBench];
    const times = [few, many].map((): Times => ({ idle: [], due: [] })) as [Times, Times];
    for (let n = 0; n < ticks; n += 1)
      for (const [index, stage] of stages.entries()) times[index]?.idle.push(await tick(stage));
    for (let n = 0; n < ROUNDS; n += 1)
      for (const [index, stage] of stages.entries()) {
        await due(stage, { count: PER_SECOND, from: new Date(Date.now() - 1_000), everyMs: 0 });
        times[index]?.due.push(await tick(stage));
      }
    await due(many, { count: backlog, from: new Date(Date.now() - 1_000), everyMs: 0 });
    const begun = performance.now();
    await tick(many);
    const drained = backlog / ((performance.now() - begun) / 1_000);
    const paced = await atPace(many, seconds);
    return figures({ small, large, backlog, seconds }, times, drained, paced);
  } finally {
    for (const { database } of stages) await database.drop();
  }
}

/** One look of the loop. @returns how long it took, in ms */
async function tick({ escalation: { dueWork } }: ClockBench): Promise<number> {
  const begun = performance.now();
  for (const { perform } of dueWork) while ((await perform(BATCH_SIZE)) === BATCH_SIZE);
  await Promise.all(dueWork.map(({ nextDue }) => nextDue()));
  return performance.now() - begun;
}

async function due(stage: ClockBench, when: { count: number; from: Date; everyMs: number }): Promise<void> {
  await makeDue(stage.database.db, { skip: stage.used, ...when });
  stage.used += when.count;
}

/** Lets steps become due at an even pace while the loop runs as in the api. */
async function atPace(stage: ClockBench, seconds: number): Promise<Fired> {
  const { database, escalation } = stage;
  const count = seconds * PER_SECOND;
  const from = new Date(Date.now() + HEAD_START_MS);
  await due(stage, { count, from, everyMs: 1_000 / PER_SECOND });
  const loop = escalation.start();
  try {
    const delays = await eventually(
      async () => {
        const { rows } = await database.db.raw<{ rows: { delay: number }[] }>(
          `select extract(epoch from fired_at - due_at)::float8 * 1000 as delay from sla_steps where due_at >= ?`,
          [from],
        );
        return rows.length >= count && rows.map(({ delay }) => delay);
      },
      { timeout: (seconds + 120) * 1_000, every: 250 },
    );
    return { delays, perSecond: count / ((Date.now() - from.getTime()) / 1_000) };
  } finally {
    await loop.stop();
  }
}

function figures(
  { small, large, backlog, seconds }: Pick<Options['clock'], 'small' | 'large' | 'backlog' | 'seconds'>,
  [few, many]: [Times, Times],
  drained: number,
  { delays, perSecond }: Fired,
): Figure[] {
  const section = 'SLA clock';
  const clocks = (count: number) => count.toLocaleString('en');
  const compared = (name: string, of: keyof Times): Figure => ({
    section,
    name: `${name}, ${clocks(large)} open clocks, median`,
    unit: 'ms',
    value: median(many[of]),
    limit: { name: `ms with ${clocks(small)}`, value: median(few[of]) },
    aims: [{ of: 'ratio', atMost: MAX_GROWTH }],
    details: { few: few[of], many: many[of] },
  });
  const pace = `due to fired, ${PER_SECOND}/s for ${seconds} s, ${clocks(large)} open clocks`;
  const late = (what: string, value: number): Figure => ({
    section,
    name: `${pace}, ${what}`,
    unit: 'ms',
    value,
    limit: { name: 'ms allowed', value: MAX_DELAY_MS },
    aims: [{ of: 'value', atMost: MAX_DELAY_MS }],
  });
  return [
    compared('look with nothing due', 'idle'),
    compared(`look with ${PER_SECOND} due`, 'due'),
    {
      section,
      name: `steps fired of ${clocks(backlog)} that are due at once`,
      unit: '/s',
      value: drained,
      limit: { name: '/s asked for', value: PER_SECOND },
      aims: [{ of: 'value', atLeast: PER_SECOND }],
    },
    late('median', median(delays)),
    late('p95', p95(delays)),
    late('most', quantile(delays, 1)),
    { section, name: 'steps fired at that pace', unit: '/s', value: perSecond },
  ];
}
