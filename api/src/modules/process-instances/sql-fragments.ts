/** Condition for a confidential case in a shared process; `alias` has `service` and `process_key`. Counts of
 *  such a process leave these cases out: the difference would reveal their number. */
export const confidentialInSharedProcessSql = (alias: string): string => `exists (
    select from services s where s.confidential and s.key = ${alias}.service and s.process_key <> ${alias}.process_key)`;

export const toIsoString = (at: Date | null): string | null => at?.toISOString() ?? null;
