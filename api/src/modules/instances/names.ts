import type { Text } from '../../../contract/index.ts';

/** Test runs are nobody's cases: no list, count or measure contains them. Over the alias of `process_instances` or of anything with a
 *  `process_key`. */
export const noTestRun = (alias: string): string => `left(${alias}.process_key, 8) <> 'scratch-'`;

/** The name of a process or element as its diagram gives it; the id stands in where a language has none. */
export const nameOf = (fa: string | null, en: string | null, id: string): Text | null =>
  fa === null && en === null ? null : { fa: fa ?? en ?? id, en: en ?? id };

export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;
