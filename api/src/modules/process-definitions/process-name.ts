import type { Knex } from 'knex';
import type { Text } from '#common/contract/index.ts';

export type ProcessName = { name_fa: string | null; name_en: string | null };

/** Adds the name of a process, as the diagram of that version gives it, to a query; for `modify`.
 *  @param key column with the process key
 *  @param version column with the version */
export const withProcessName =
  (key: string, version: string) =>
  (query: Knex.QueryBuilder): void =>
    void query
      .leftJoin('process_elements as named', (join) =>
        join.on('named.process_key', key).andOn('named.version', version).andOn('named.element_id', key),
      )
      .select('named.name_fa', 'named.name_en');

/** Returns the name as `withProcessName` read it; the key stands in where the English one is missing. */
export const processNameOf = (row: ProcessName, key: string): Text | null =>
  row.name_fa === null ? null : { fa: row.name_fa, en: row.name_en ?? key };
