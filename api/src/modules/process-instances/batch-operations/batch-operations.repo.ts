import { createHash } from 'node:crypto';
import { canonicalJson } from '#api/platform/canonical-json.ts';
import { IdempotencyKeyReused } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import type { BatchItemState, InstanceAction } from '#common/contract/index.ts';
import type { BatchItemPlan, BatchItemRow, BatchOperationRow, ClaimedItem } from './batch-operation.ts';

export type NewBatchOperation = {
  action: InstanceAction;
  reason: string;
  by: string;
  at: Date;
  keys: readonly string[];
  bulk: boolean;
  filter?: unknown;
  onceKey?: string | undefined;
};

/** Time after which an item with an unknown result is looked at again: longer than any command to the engine
 *  takes. */
const LEASE_SECONDS = 60;

/** Returns the fingerprint of what was asked, whatever the order of its members. */
export const hashOfInput = (asked: unknown): string =>
  createHash('sha256').update(canonicalJson(asked)).digest('hex');

/** Operations and their items. Takes a pool or a transaction. */
export const batchOperationsRepo = (db: Db) => ({
  /** @returns the operation that the same person created earlier with the same key, or the new one
   *  @throws IdempotencyKeyReused when something else was asked with that key */
  async create({ action, reason, by, at, keys, bulk, filter, onceKey }: NewBatchOperation): Promise<{
    operation: BatchOperationRow;
    isNew: boolean;
  }> {
    const asked_hash = hashOfInput({ action, reason, bulk, filter: filter ?? keys });
    const [operation] = (await db('batch_operations')
      .insert({
        kind: action.kind,
        bulk,
        params: JSON.stringify(action),
        filter: filter === undefined ? null : JSON.stringify(filter),
        reason,
        state: bulk ? 'planned' : 'running',
        total: keys.length,
        created_by: by,
        created_at: at,
        started_at: bulk ? null : at,
        once_key: onceKey ?? null,
        asked_hash,
      })
      .onConflict(db.raw('(created_by, once_key) where once_key is not null'))
      .ignore()
      .returning('*')) as BatchOperationRow[];
    if (!operation) {
      const earlier = (await db('batch_operations')
        .where({ created_by: by, once_key: onceKey })
        .first()) as BatchOperationRow;
      if (earlier.asked_hash !== asked_hash) throw new IdempotencyKeyReused();
      return { operation: earlier, isNew: false };
    }
    await db.raw(
      `insert into batch_operation_items (operation_id, ordinal, instance_key)
       select ?, place, key::bigint from unnest(?::text[]) with ordinality as listed (key, place)`,
      [operation.id, [...keys]],
    );
    return { operation, isNew: true };
  },

  async item(id: string, ordinal: number): Promise<BatchItemRow> {
    return db('batch_operation_items').where({ operation_id: id, ordinal }).first();
  },

  /** Claims the next items for the time of the lease; nobody else gets them meanwhile. Items with an unknown
   *  result come again.
   *  @returns the items, with the number of earlier attempts */
  async claim(id: string, count: number): Promise<ClaimedItem[]> {
    const { rows } = await db.raw(
      `update batch_operation_items i
          set state = 'sending', attempts = i.attempts + 1, sent_at = clock_timestamp()
         from (
           select item.ordinal, item.state from batch_operation_items item
             join batch_operations o on o.id = item.operation_id and o.state = 'running'
            where item.operation_id = ?
              and (item.state = 'waiting'
                or (item.state = 'sending' and item.sent_at < clock_timestamp() - make_interval(secs => ${LEASE_SECONDS})))
            order by item.ordinal limit ? for update of item skip locked
         ) next
        where i.operation_id = ? and i.ordinal = next.ordinal
      returning i.*, next.state as was`,
      [id, count, id],
    );
    return rows as ClaimedItem[];
  },

  async plan(item: BatchItemRow, plan: BatchItemPlan): Promise<void> {
    await db('batch_operation_items')
      .where({ operation_id: item.operation_id, ordinal: item.ordinal })
      .update({ plan: JSON.stringify(plan) });
  },

  async settle(
    item: BatchItemRow,
    state: BatchItemState,
    { code = null, detail = null }: { code?: string | null; detail?: string | null } = {},
  ): Promise<void> {
    await db('batch_operation_items')
      .where({ operation_id: item.operation_id, ordinal: item.ordinal })
      .update({
        state,
        code,
        detail: detail?.slice(0, 500) ?? null,
        settled_at: state === 'waiting' || state === 'sending' ? null : db.fn.now(),
      });
  },

  async accepted(id: string, limit: number): Promise<BatchItemRow[]> {
    return db('batch_operation_items')
      .where({ operation_id: id, state: 'accepted' })
      .orderBy('ordinal')
      .limit(limit);
  },

  async counts(ids: readonly string[]): Promise<Map<string, Partial<Record<BatchItemState, number>>>> {
    const rows: Record<string, unknown>[] = await db('batch_operation_items')
      .whereIn('operation_id', [...ids])
      .groupBy('operation_id', 'state')
      .select('operation_id', 'state')
      .count({ n: '*' });
    const all = new Map<string, Partial<Record<BatchItemState, number>>>();
    for (const { operation_id: id, state, n } of rows)
      all.set(id as string, { ...all.get(id as string), [state as string]: Number(n) });
    return all;
  },
});
