import { join } from 'node:path';
import { environment } from '../support/environment.ts';
import { readOptions, type Options, type Section } from './options.ts';
import { clock } from './sections/clock.ts';
import { engine } from './sections/engine.ts';
import { instances } from './sections/instances.ts';
import { intake } from './sections/intake.ts';
import { lists } from './sections/lists.ts';
import { projection } from './sections/projection.ts';
import { relay } from './sections/relay.ts';
import { visible } from './sections/visible.ts';
import { describeMachine } from './support/machine.ts';
import { judge, save, table, type Figure, type Measured } from './support/report.ts';

const MEASURES: Record<Section, (options: Options) => Promise<Figure[]>> = {
  intake,
  relay,
  projection,
  visible,
  lists,
  instances,
  clock,
  engine,
};

const RESULTS = join(process.env.SHAHRAH_HOME || join(import.meta.dirname, '..', '..', '.shahrah'), 'bench');

const options = readOptions(process.argv.slice(2));
const machine = await describeMachine(environment.pgUrl);
const figures: Measured[] = [];
const failures: string[] = [];
for (const section of options.sections) {
  process.stdout.write(`Measuring ${section} …\n`);
  try {
    figures.push(...(await MEASURES[section](options)).map(judge));
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
console.log(`All of it: ${await save(RESULTS, { machine, options, figures })}`);
process.exit(failures.length > 0 ? 1 : 0);
