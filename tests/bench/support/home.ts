import { join } from 'node:path';
import { shahrahHome } from '#stack/paths.ts';

/** Folder of everything the benchmarks run and write; stack/bench.ts empties and claims it. */
export const BENCH_HOME = join(shahrahHome(), 'bench');

/** Returns the home directory of a benchmark engine; each holds one engine. stack/bench.ts stops what is left
 *  running below `engines`. */
export const engineHome = (name: string): string => join(BENCH_HOME, 'engines', name);
