import type { Db } from '#api/platform/db.ts';

/** Value as JSON; `cut` when it was too long to be kept whole. */
export type InstanceVariable = { name: string; value: string; cut: boolean };

/** Returns the variables of the process instance itself, without those of inner scopes. */
export async function readInstanceVariables(db: Db, instanceKey: string): Promise<InstanceVariable[]> {
  return db('instance_variables')
    .where({ instance_key: instanceKey, scope_key: instanceKey })
    .orderBy('name')
    .select('name', 'value', 'cut');
}

/** Returns the values that variables have in any scope of an instance, or in one; truncated ones are left
 *  out. */
export async function readVariableValues(
  db: Db,
  { instanceKey, scopeKey, names }: { instanceKey: string; scopeKey?: string | undefined; names: string[] },
): Promise<{ name: string; value: unknown }[]> {
  const rows = (await db('instance_variables')
    .where({ instance_key: instanceKey, cut: false, ...(scopeKey && { scope_key: scopeKey }) })
    .whereIn('name', names)
    .select('name', 'value')) as { name: string; value: string }[];
  return rows.map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown }));
}
