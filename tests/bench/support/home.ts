import { join } from 'node:path';
import { shahrahHome } from '#stack/paths.ts';

/** The folder of everything that the bench runs and writes; stack/bench.ts empties and claims it. */
export const BENCH_HOME = join(shahrahHome(), 'bench');

/** Where an engine of the bench lives: one home holds one engine. stack/bench.ts ends what is left running below `engines`. */
export const engineHome = (name: string): string => join(BENCH_HOME, 'engines', name);
