import type { Db } from '#api/platform/db.ts';
import type {
  ElementMapping,
  MigrationBlocker,
  MigrationItemState,
  MigrationState,
  MigrationStrategy,
} from '#common/contract/index.ts';
import type { BatchKind } from '../batches/batches.ts';
import { MigrationNotFound, MigrationStateConflict } from './instance-migration.errors.ts';

/** States of a case that is between its versions. */
const BEGUN_STATES: readonly MigrationItemState[] = ['sending', 'ending', 'settling'];

export const INSTANCE_MIGRATIONS: BatchKind = {
  name: 'instance-migration',
  jobs: 'instance-migration',
  table: 'instance_migrations',
  items: 'instance_migration_items',
  batchId: 'migration_id',
  begunStates: BEGUN_STATES,
  reopens: true,
  acceptsRepeats: false,
  NotFound: MigrationNotFound,
  StateConflict: MigrationStateConflict,
};

export type NewMigrationItem = {
  instanceKey: string;
  requestId: string | null;
  version: number;
  strategy: MigrationStrategy;
  reasons: MigrationBlocker[];
  at: string[];
  startBefore: string[];
};

type NewMigration = {
  processKey: string;
  fromVersions: readonly number[];
  toVersion: number;
  definitionKey: string;
  mapping: readonly ElementMapping[];
  by: string;
  at: Date;
  items: readonly NewMigrationItem[];
};

export type MigrationRow = {
  id: string;
  process_key: string;
  from_versions: number[];
  to_version: number;
  to_definition_key: string;
  mapping: ElementMapping[];
  state: MigrationState;
  reason: string | null;
  planned_by: string;
  planned_at: Date;
  started_by: string | null;
  started_at: Date | null;
  stopped_by: string | null;
  finished_at: Date | null;
  version: number;
};

export type MigrationItemRow = {
  migration_id: string;
  ordinal: number;
  instance_key: string;
  request_id: string | null;
  version: number;
  strategy: MigrationStrategy;
  reasons: MigrationBlocker[];
  at_elements: string[];
  start_before: string[];
  standing_keys: string[];
  last_key: string | null;
  state: MigrationItemState;
  detail: string | null;
  new_instance_key: string | null;
  attempts: number;
  sent_at: Date | null;
  settled_at: Date | null;
};

const INSERT_BATCH_SIZE = 500;

export const instanceMigrationRepo = (db: Db) => ({
  async add({ items, ...migration }: NewMigration): Promise<string> {
    const [row] = (await db('instance_migrations')
      .insert({
        process_key: migration.processKey,
        from_versions: migration.fromVersions as number[],
        to_version: migration.toVersion,
        to_definition_key: migration.definitionKey,
        mapping: JSON.stringify(migration.mapping),
        planned_by: migration.by,
        planned_at: migration.at,
      })
      .returning('id')) as { id: string }[];
    const id = row?.id ?? '';
    const rows = items.map((item, at) => ({
      migration_id: id,
      ordinal: at + 1,
      instance_key: item.instanceKey,
      request_id: item.requestId,
      version: item.version,
      strategy: item.strategy,
      reasons: item.reasons,
      at_elements: item.at,
      start_before: item.startBefore,
      state: item.strategy === 'none' ? 'refused' : 'waiting',
    }));
    await db.batchInsert('instance_migration_items', rows, INSERT_BATCH_SIZE);
    return id;
  },

  /** Returns the next cases to work on: those in progress first. */
  async next(
    id: string,
    { limit, waiting }: { limit: number; waiting: boolean },
  ): Promise<MigrationItemRow[]> {
    const states = [...BEGUN_STATES, ...(waiting ? ['waiting'] : [])];
    return db('instance_migration_items')
      .where({ migration_id: id })
      .whereIn('state', states)
      .orderByRaw(`state = 'waiting', attempts, ordinal`)
      .limit(limit) as unknown as Promise<MigrationItemRow[]>;
  },

  item: (migrationId: string, ordinal: number): Promise<MigrationItemRow | undefined> =>
    db('instance_migration_items').where({ migration_id: migrationId, ordinal }).first() as Promise<
      MigrationItemRow | undefined
    >,

  /** Changes a case only if it is still as it was read, so that one of two nodes goes on.
   *  @returns false when the case has changed */
  async step(
    item: MigrationItemRow,
    columns: Partial<Omit<MigrationItemRow, 'migration_id' | 'ordinal'>>,
  ): Promise<boolean> {
    const changed = await db('instance_migration_items')
      .where({
        migration_id: item.migration_id,
        ordinal: item.ordinal,
        state: item.state,
        attempts: item.attempts,
      })
      .whereRaw('sent_at is not distinct from ?', [item.sent_at as Date])
      .update(columns);
    return changed === 1;
  },

  /** Holds the instance: from now on nothing is sent to its request and nobody completes its tasks.
   *  @returns false when somebody else already holds it */
  async hold({
    instance_key,
    request_id,
  }: Pick<MigrationItemRow, 'instance_key' | 'request_id'>): Promise<boolean> {
    const { rowCount } = await db.raw(
      'insert into held_instances (instance_key, request_id) values (?, ?) on conflict do nothing',
      [instance_key, request_id as string],
    );
    return rowCount === 1;
  },

  async release({ instance_key }: Pick<MigrationItemRow, 'instance_key'>): Promise<void> {
    await db('held_instances').where({ instance_key }).delete();
  },
});
