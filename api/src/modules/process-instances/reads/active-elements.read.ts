import type { Db } from '#api/platform/db.ts';

/** Returns those of these element instances of an instance that are active, containers too. */
export async function readActiveElements(
  db: Db,
  instanceKey: string,
  elementKeys: readonly string[],
): Promise<string[]> {
  return db('element_instances')
    .where({ instance_key: instanceKey, state: 'active' })
    .whereIn('element_key', elementKeys)
    .orderBy('element_key')
    .pluck('element_key');
}

/** Returns all passes of an instance through these elements, whatever their state. */
export async function readElementInstancesAt(
  db: Db,
  instanceKey: string,
  elementIds: readonly string[],
): Promise<string[]> {
  return db('element_instances')
    .where({ instance_key: instanceKey })
    .whereIn('element_id', elementIds)
    .orderBy('element_key')
    .pluck('element_key');
}
