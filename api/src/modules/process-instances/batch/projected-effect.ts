import type { Db } from '#api/platform/db.ts';
import type { BatchItemRow, BatchOperationRow } from './batch-operation.ts';
import type { InstanceReads } from './instance-reads.ts';

/** Tells whether the read side shows the effect of an item. */
export async function isEffectProjected(
  db: Db,
  read: InstanceReads,
  { params: action }: BatchOperationRow,
  { instance_key: key, plan }: BatchItemRow,
): Promise<boolean> {
  switch (action.kind) {
    case 'retry':
    case 'resolve': {
      const open = await db('incidents')
        .whereIn('incident_key', plan.incidentKeys ?? [])
        .where({ state: 'open' });
      return open.length === 0;
    }
    case 'cancel':
      return (await read.instance(key))?.state !== 'active';
    case 'set-variables': {
      const rows = await db('instance_variables')
        .where({ instance_key: key, cut: false, ...(action.elementKey && { scope_key: action.elementKey }) })
        .whereIn('name', Object.keys(action.variables))
        .select('name', 'value');
      return Object.entries(action.variables).every(([name, value]) =>
        rows.some((row) => row.name === name && sameJson(JSON.parse(row.value as string), value)),
      );
    }
    case 'modify': {
      const left = await db('element_instances')
        .whereIn('element_key', plan.terminate ?? [])
        .where({ state: 'active' });
      const there = new Set(plan.there);
      const come = (await read.elementInstancesAt(key, plan.activate ?? [])).filter((one) => !there.has(one));
      return left.length === 0 && come.length >= (plan.activate ?? []).length;
    }
    case 'correlate':
      return (await read.countCorrelations(key, action.message)) > (plan.happened ?? 0);
    case 'start-again': {
      const row = await db('process_instances')
        .where({ moved_from: key, state: 'active' })
        .whereNotNull('request_id')
        .first();
      return row !== undefined;
    }
  }
}

const sameJson = (a: unknown, b: unknown): boolean =>
  JSON.stringify(withSortedKeys(a)) === JSON.stringify(withSortedKeys(b));

const withSortedKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withSortedKeys)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, member]) => [name, withSortedKeys(member)]),
        )
      : value;
