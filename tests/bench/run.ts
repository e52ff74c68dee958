import { setTimeout as pause } from 'node:timers/promises';
import { environment } from '../support/environment.ts';
import { type Options, readOptions, type Section } from './options.ts';
import { clock } from './sections/clock.ts';
import { engineOpen } from './sections/engine-open.ts';
import { engineRequests } from './sections/engine-requests.ts';
import { engineSmall } from './sections/engine-small.ts';
import { engineSnapshot } from './sections/engine-snapshot.ts';
import { engineVisible } from './sections/engine-visible.ts';
import { engineWal } from './sections/engine-wal.ts';
import { hostile } from './sections/hostile.ts';
import { instances } from './sections/instances.ts';
import { intake } from './sections/intake.ts';
import { lists } from './sections/lists.ts';
import { projection } from './sections/projection.ts';
import { relay } from './sections/relay.ts';
import { visible } from './sections/visible.ts';
import { BENCH_HOME } from './support/home.ts';
import { describeMachine } from './support/machine.ts';
import { evaluate, type Figure, type Measured, save, table } from './support/report.ts';

const MEASURES: Record<Section, (options: Options) => Promise<Figure[]>> = {
  intake,
  relay,
  projection,
  visible,
  lists,
  instances,
  clock,
  hostile,
  'engine-small': engineSmall,
  'engine-requests': engineRequests,
  'engine-visible': engineVisible,
  'engine-open': engineOpen,
  'engine-wal': engineWal,
  'engine-snapshot': engineSnapshot,
};

/** No section takes as long, whatever it measures. One that hangs is given up, and with it what would come
 *  after, because it still
 *  runs beside it. */
const SECTION_WITHIN_MS = 60 * 60_000;

async function measure(section: Section): Promise<Figure[] | 'hung'> {
  const over = new AbortController();
  const hung = pause(SECTION_WITHIN_MS, 'hung' as const, { signal: over.signal });
  hung.catch(() => undefined);
  try {
    return await Promise.race([MEASURES[section](options), hung]);
  } finally {
    over.abort();
  }
}

// The channel to stack/bench.ts closes when that is killed and can stop nothing any more.
process.once('disconnect', () => process.exit(1));

const options = readOptions(process.argv.slice(2));
const machine = await describeMachine(environment.pgUrl);
const figures: Measured[] = [];
const failures: string[] = [];
for (const section of options.sections) {
  process.stdout.write(`Measuring ${section} …\n`);
  try {
    const measured = await measure(section);
    if (measured === 'hung') {
      failures.push(section);
      console.error(
        `${section} is not done after ${SECTION_WITHIN_MS / 60_000} minutes; the bench gives up.`,
      );
      break;
    }
    figures.push(...measured.map(evaluate));
  } catch (error) {
    failures.push(section);
    console.error(`${section} could not be measured:`, error);
  }
}

const { processor, cores, memoryGb, system, node, postgres, durable, commit, at, loadBefore } = machine;
console.log(`
${at} UTC, commit ${commit}${options.quick ? ', quick: too short to conclude from' : ''}
${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, PostgreSQL ${postgres}${durable ? '' : ', not durable'}, load before ${loadBefore.toFixed(1)}

${table(figures)}
`);
console.log(`All of it: ${await save(BENCH_HOME, { machine, options, figures })}`);
process.exit(failures.length > 0 ? 1 : 0);
