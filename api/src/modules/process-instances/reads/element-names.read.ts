import type { Knex } from 'knex';
import type { Db } from '#api/platform/db.ts';
import type { Text } from '#common/contract/index.ts';

export type ElementName = { name_fa: string | null; name_en: string | null };

/** Returns the name of a process or element as its diagram gives it; the id stands in for a missing
 *  language. */
export const bilingualName = (fa: string | null, en: string | null, id: string): Text | null =>
  fa === null && en === null ? null : { fa: fa ?? en ?? id, en: en ?? id };

type Element = { processKey: string; version: string; elementId: string };

const joinSql = (alias: string, { processKey, version, elementId }: Element): string =>
  `left join process_elements ${alias} on ${alias}.process_key = ${processKey} and ${alias}.version = ${version}
    and ${alias}.element_id = ${elementId}`;

/** Joins the registered element whose name is read, as `alias`.
 *  @param of alias of a table with `process_key` and `version`
 *  @param elementId SQL expression for the element; a process is an element with its own key */
export const elementNameJoinSql = (
  alias: string,
  { of, elementId }: { of: string; elementId: string },
): string => joinSql(alias, { processKey: `${of}.process_key`, version: `${of}.version`, elementId });

/** Adds the name of a process, as the diagram of that version gives it, to a query; for `modify`.
 *  @param processKey column with the process key
 *  @param version column with the version */
export const withProcessName =
  (processKey: string, version: string) =>
  (query: Knex.QueryBuilder): void =>
    void query
      .joinRaw(joinSql('named', { processKey, version, elementId: processKey }))
      .select('named.name_fa', 'named.name_en');

/** Returns the names of the elements of a version, by element id; elements without a name are left out. */
export async function readElementNames(
  db: Db,
  processKey: string,
  version: number,
): Promise<Map<string, Text>> {
  const rows = (await db('process_elements')
    .where({ process_key: processKey, version })
    .select('element_id', 'name_fa', 'name_en')) as (ElementName & { element_id: string })[];
  return new Map(
    rows.flatMap(({ element_id: id, name_fa, name_en }) => {
      const name = bilingualName(name_fa, name_en, id);
      return name ? [[id, name] as const] : [];
    }),
  );
}

/** Returns the names of processes from their newest versions; a process that never ran has none. */
export async function readProcessNames(db: Db, keys: readonly string[]): Promise<Map<string, ElementName>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: (ElementName & { process_key: string })[] }>(
    `select distinct on (process_key) process_key, name_fa, name_en from process_elements
      where process_key = any(?) and element_id = process_key
      order by process_key, version desc`,
    [[...keys]],
  );
  return new Map(rows.map(({ process_key: key, name_fa, name_en }) => [key, { name_fa, name_en }]));
}
