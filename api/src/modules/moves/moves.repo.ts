import type {
  ElementMapping,
  MoveItemState,
  MoveReason,
  MoveState,
  MoveWay,
} from '#common/contract/index.ts';
import type { Db } from '#api/platform/db.ts';

export type NewItem = {
  instanceKey: string;
  requestId: string | null;
  version: number;
  way: MoveWay;
  reasons: MoveReason[];
  at: string[];
  startBefore: string[];
};

type NewMove = {
  processKey: string;
  fromVersions: readonly number[];
  toVersion: number;
  definitionKey: string;
  mapping: readonly ElementMapping[];
  by: string;
  at: Date;
  items: readonly NewItem[];
};

export type MoveRow = {
  id: string;
  process_key: string;
  from_versions: number[];
  to_version: number;
  to_definition_key: string;
  mapping: ElementMapping[];
  state: MoveState;
  reason: string | null;
  planned_by: string;
  planned_at: Date;
  started_by: string | null;
  started_at: Date | null;
  stopped_by: string | null;
  finished_at: Date | null;
  version: number;
};

export type ItemRow = {
  move_id: string;
  ordinal: number;
  instance_key: string;
  request_id: string | null;
  version: number;
  way: MoveWay;
  reasons: MoveReason[];
  at_elements: string[];
  start_before: string[];
  standing_keys: string[];
  last_key: string | null;
  state: MoveItemState;
  detail: string | null;
  new_instance_key: string | null;
  attempts: number;
  sent_at: Date | null;
  settled_at: Date | null;
};

const AT_ONCE = 500;

export const movesRepo = (db: Db) => ({
  async add({ items, ...move }: NewMove): Promise<string> {
    const [row] = (await db('case_moves')
      .insert({
        process_key: move.processKey,
        from_versions: move.fromVersions as number[],
        to_version: move.toVersion,
        to_definition_key: move.definitionKey,
        mapping: JSON.stringify(move.mapping),
        planned_by: move.by,
        planned_at: move.at,
      })
      .returning('id')) as { id: string }[];
    const id = row?.id ?? '';
    const rows = items.map((item, at) => ({
      move_id: id,
      ordinal: at + 1,
      instance_key: item.instanceKey,
      request_id: item.requestId,
      version: item.version,
      way: item.way,
      reasons: item.reasons,
      at_elements: item.at,
      start_before: item.startBefore,
      state: item.way === 'none' ? 'refused' : 'waiting',
    }));
    await db.batchInsert('case_move_items', rows, AT_ONCE);
    return id;
  },

  get: (id: string): Promise<MoveRow | undefined> =>
    db('case_moves').where({ id }).first() as Promise<MoveRow | undefined>,

  /** Locks the move until the transaction ends. */
  forUpdate: (id: string): Promise<MoveRow | undefined> =>
    db('case_moves').where({ id }).forUpdate().first() as Promise<MoveRow | undefined>,

  async change(id: string, columns: Record<string, unknown>): Promise<void> {
    await db('case_moves')
      .where({ id })
      .update({ ...columns, version: db.raw('version + 1') });
  },

  async beat(id: string): Promise<void> {
    await db('case_moves').where({ id }).update({ heartbeat_at: db.fn.now() });
  },

  /** Those that run, or have cases under way although they were stopped, and that no node has worked on for a while. */
  async forsaken(seconds: number): Promise<string[]> {
    const { rows } = await db.raw<{ rows: { id: string }[] }>(
      `select id from case_moves m
        where (state = 'running' or exists (select from case_move_items i
                 where i.move_id = m.id and i.state in ('sending', 'ending', 'settling')))
          and started_at is not null
          and coalesce(heartbeat_at, '-infinity') < now() - ? * interval '1 second'`,
      [seconds],
    );
    return rows.map(({ id }) => id);
  },

  /** What is to be done next: cases under way first. */
  async next(id: string, { limit, waiting }: { limit: number; waiting: boolean }): Promise<ItemRow[]> {
    const states = ['sending', 'ending', 'settling', ...(waiting ? ['waiting'] : [])];
    return db('case_move_items')
      .where({ move_id: id })
      .whereIn('state', states)
      .orderByRaw(`state = 'waiting', attempts, ordinal`)
      .limit(limit) as unknown as Promise<ItemRow[]>;
  },

  item: (moveId: string, ordinal: number): Promise<ItemRow | undefined> =>
    db('case_move_items').where({ move_id: moveId, ordinal }).first() as Promise<ItemRow | undefined>,

  /** Changes a case only if it is still as it was read, so that of two nodes one goes on.
   *  @returns false when it is not */
  async step(item: ItemRow, columns: Partial<Omit<ItemRow, 'move_id' | 'ordinal'>>): Promise<boolean> {
    const changed = await db('case_move_items')
      .where({ move_id: item.move_id, ordinal: item.ordinal, state: item.state, attempts: item.attempts })
      .whereRaw('sent_at is not distinct from ?', [item.sent_at as Date])
      .update(columns);
    return changed === 1;
  },

  /** From now on nothing is sent to the request of this instance and nobody completes its tasks.
   *  @returns false when somebody else has it stand still already */
  async hold({ instance_key, request_id }: Pick<ItemRow, 'instance_key' | 'request_id'>): Promise<boolean> {
    const { rowCount } = await db.raw(
      'insert into held_instances (instance_key, request_id) values (?, ?) on conflict do nothing',
      [instance_key, request_id as string],
    );
    return rowCount === 1;
  },

  async release({ instance_key }: Pick<ItemRow, 'instance_key'>): Promise<void> {
    await db('held_instances').where({ instance_key }).delete();
  },
});
