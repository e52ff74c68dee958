import type { Text } from '#common/contract/index.ts';

/** Test runs are nobody's cases: no list, count or measure contains them. Over the alias of `process_instances` or of anything with a
 *  `process_key`. */
export const notTestRunSql = (alias: string): string => `left(${alias}.process_key, 8) <> 'scratch-'`;

/** A confidential case in a process that all share, as of an alias with `service` and `process_key`. What is counted of such a process
 *  leaves it out: the difference would tell how many there are. */
export const confidentialInSharedProcessSql = (alias: string): string => `exists (
    select from services s where s.confidential and s.key = ${alias}.service and s.process_key <> ${alias}.process_key)`;

/** The name of a process or element as its diagram gives it; the id stands in where a language has none. */
export const bilingualName = (fa: string | null, en: string | null, id: string): Text | null =>
  fa === null && en === null ? null : { fa: fa ?? en ?? id, en: en ?? id };

export const toIsoString = (at: Date | null): string | null => at?.toISOString() ?? null;
