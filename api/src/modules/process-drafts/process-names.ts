import type { Db } from '#api/platform/db.ts';
import type { Text } from '#common/contract/index.ts';

/** Reads the names of processes in both languages from their newest version; a process that never ran has
 *  none. */
export async function readProcessNames(db: Db, keys: readonly string[]): Promise<Map<string, Text>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.raw(
    `select distinct on (process_key) process_key, name_fa, name_en from process_elements
      where process_key = any(?) and element_id = process_key
      order by process_key, version desc`,
    [[...keys]],
  );
  return new Map(
    (rows as { process_key: string; name_fa: string | null; name_en: string | null }[]).map((row) => [
      row.process_key,
      { fa: row.name_fa ?? row.process_key, en: row.name_en ?? row.process_key },
    ]),
  );
}
