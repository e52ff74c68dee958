import type { Text } from '#common/contract/index.ts';

/** Condition for a confidential case in a shared process; `alias` has `service` and `process_key`. Counts of
 *  such a process leave these cases out: the difference would reveal their number. */
export const confidentialInSharedProcessSql = (alias: string): string => `exists (
    select from services s where s.confidential and s.key = ${alias}.service and s.process_key <> ${alias}.process_key)`;

/** Returns the name of a process or element as its diagram gives it; the id stands in for a missing
 *  language. */
export const bilingualName = (fa: string | null, en: string | null, id: string): Text | null =>
  fa === null && en === null ? null : { fa: fa ?? en ?? id, en: en ?? id };

export const toIsoString = (at: Date | null): string | null => at?.toISOString() ?? null;
