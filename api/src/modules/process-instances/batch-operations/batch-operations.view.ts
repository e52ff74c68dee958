import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import {
  BATCH_ITEM_STATES,
  type BatchOperation,
  type BatchOperationItem,
  type BatchOperationItemPage,
  type BatchOperationPage,
  type CancelledCasePage,
  type ListBatchOperationItems,
  type ListBatchOperations,
} from '#common/contract/index.ts';
import { pageOfBatches, pageOfItems } from '../batches/batch-pages.ts';
import type { InstanceVisibility } from '../instance-visibility.ts';
import { bilingualName, type ElementName, withProcessName } from '../reads/element-names.read.ts';
import type { BatchItemRow, BatchOperationRow } from './batch-operation.ts';
import { batchOperationsRepo } from './batch-operations.repo.ts';

const PAGE_SIZE = 50;
const BROKEN_OFF = cursor('broken-off', ['time', 'key']);

type NamedItem = BatchItemRow & ElementName & { process_key: string | null; version: number | null };

type BrokenOffRow = ElementName & {
  instance_key: string;
  process_key: string;
  version: number;
  ended_at: Date;
  service: string;
  department: string | null;
};

/** Read side of operations for the screens. */
export const batchOperationsView = (db: Db) => {
  const repo = batchOperationsRepo(db);

  async function shown(rows: readonly BatchOperationRow[]): Promise<BatchOperation[]> {
    const counts = await repo.counts(rows.map(({ id }) => id));
    return rows.map((row) => {
      const own = Object.fromEntries(
        BATCH_ITEM_STATES.map((state) => [state, counts.get(row.id)?.[state] ?? 0]),
      );
      return {
        id: row.id,
        bulk: row.bulk,
        kind: row.kind,
        action: withoutValues(row.params),
        reason: row.reason,
        state: row.state,
        total: row.total,
        counts: own as BatchOperation['counts'],
        pending: (own.accepted ?? 0) + (own.sending ?? 0) > 0 || row.state === 'running',
        createdBy: row.created_by,
        createdAt: row.created_at.toISOString(),
        startedAt: row.started_at?.toISOString() ?? null,
        finishedAt: row.finished_at?.toISOString() ?? null,
        stoppedBy: row.stopped_by,
      };
    });
  }

  const items = () =>
    db('batch_operation_items as item')
      .leftJoin('process_instances as i', 'i.instance_key', 'item.instance_key')
      .select('item.*', 'i.process_key', 'i.version')
      .modify(withProcessName('i.process_key', 'i.version'));

  return {
    one: async (row: BatchOperationRow): Promise<BatchOperation> => (await shown([row]))[0] as BatchOperation,

    async list({ state, bulk, ...asked }: ListBatchOperations): Promise<BatchOperationPage> {
      const query = db('batch_operations as batch').select('batch.*');
      if (state !== undefined) query.where({ state });
      if (bulk !== undefined) query.where({ bulk });
      return pageOfBatches(query, 'created_at', asked, shown);
    },

    items: (id: string, asked: ListBatchOperationItems): Promise<BatchOperationItemPage> =>
      pageOfItems(items().where('item.operation_id', id), 'ordinal', asked, toItem),

    async item(id: string, ordinal: number): Promise<BatchOperationItem> {
      return toItem(
        (await items().where('item.operation_id', id).where('item.ordinal', ordinal).first()) as NamedItem,
      );
    },

    /** Lists open cases whose process a person cancelled and that have no other process, latest first. The
     *  place of a hidden one is not shown. */
    async brokenOff(after: string | undefined, { hidden }: InstanceVisibility): Promise<CancelledCasePage> {
      const query = db('process_instances as i')
        .join('requests as r', 'r.id', 'i.request_id')
        .where('i.state', 'terminated')
        .whereNull('i.parent_key')
        .whereNotNull('i.request_id')
        .whereNotIn('r.status', ['closed', 'withdrawn'])
        .whereNotExists(
          db('process_instances as other')
            .whereRaw('other.request_id = i.request_id and other.parent_key is null')
            .whereRaw(
              `(other.state = 'active' or (other.ended_at, other.instance_key) > (i.ended_at, i.instance_key))`,
            ),
        )
        .orderBy([
          { column: 'i.ended_at', order: 'desc' },
          { column: 'i.instance_key', order: 'desc' },
        ])
        .limit(PAGE_SIZE + 1)
        .select('i.instance_key', 'i.process_key', 'i.version', 'i.ended_at', 'r.service')
        .select(
          db.raw(
            `case when not coalesce(${hidden.sql}, false) then r.department end as department`,
            hidden.bindings as string[],
          ),
        )
        .modify(withProcessName('i.process_key', 'i.version'));
      if (after !== undefined)
        query.whereRaw('(i.ended_at, i.instance_key) < (?, ?)', BROKEN_OFF.read(after));
      const rows = (await query) as BrokenOffRow[];
      return page(
        rows,
        PAGE_SIZE,
        (row) => ({
          instanceKey: row.instance_key,
          processKey: row.process_key,
          version: row.version,
          name: bilingualName(row.name_fa, row.name_en, row.process_key),
          service: row.service,
          department: row.department,
          endedAt: row.ended_at.toISOString(),
        }),
        (last) => BROKEN_OFF.write(last.ended_at, last.instance_key),
      );
    },
  };
};

export type BatchOperationsView = ReturnType<typeof batchOperationsView>;

/** Variables of an instance are not for everybody who reads operations: only their names are shown. */
const withoutValues = (action: BatchOperationRow['params']): object =>
  'variables' in action ? { ...action, variables: Object.keys(action.variables ?? {}) } : action;

const toItem = (row: NamedItem): BatchOperationItem => ({
  ordinal: row.ordinal,
  instanceKey: row.instance_key,
  processKey: row.process_key,
  version: row.version,
  name: row.process_key === null ? null : bilingualName(row.name_fa, row.name_en, row.process_key),
  state: row.state,
  code: row.code,
  detail: row.detail,
  attempts: row.attempts,
  settledAt: row.settled_at?.toISOString() ?? null,
});
