import { roundedCount } from '#api/modules/visibility/index.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type {
  ListMigrationItems,
  Migration,
  MigrationItem,
  MigrationItemPage,
  MigrationPage,
  MigrationWithCounts,
} from '#common/contract/index.ts';
import { pageOfBatches, pageOfItems } from '../batches/batch-pages.ts';
import type { InstanceVisibility, ReadInstanceVisibility } from '../instance-visibility.ts';
import { bilingualName, type ElementName, withProcessName } from '../reads/element-names.read.ts';
import { MigrationNotFound } from './instance-migration.errors.ts';
import type { MigrationItemRow, MigrationRow } from './instance-migration.repo.ts';
import { visibleItemsSql } from './migration-visibility.ts';

type NamedMigrationRow = MigrationRow & ElementName;
type Counts = Pick<Migration, 'total' | 'movable' | 'confidential'>;

type Deps = {
  db: Db;
  visibilityOf: ReadInstanceVisibility;
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
};

/** Migration plans and migrations, as far as the viewer sees their cases. */
export function instanceMigrationView({ db, visibilityOf, confidentialProcesses }: Deps) {
  const named = () =>
    db('instance_migrations as batch')
      .select('batch.*')
      .modify(withProcessName('batch.process_key', 'batch.to_version'));

  /** Counts the cases of migrations. The number of hidden cases is told where all cases of the process are
   *  confidential; elsewhere the sum would reveal how many there are. */
  async function countsOf(
    migrations: readonly NamedMigrationRow[],
    { hidden }: InstanceVisibility,
  ): Promise<(migration: NamedMigrationRow) => Counts> {
    const { rows } = await db.raw<{ rows: { id: string; total: number; movable: number; hidden: number }[] }>(
      `select migration_id as id, count(*) filter (where not hidden)::integer as total,
              count(*) filter (where not hidden and strategy <> 'none')::integer as movable,
              count(*) filter (where hidden)::integer as hidden
         from (select item.migration_id, item.strategy, coalesce(${hidden.sql}, true) as hidden
                 from instance_migration_items item left join process_instances i on i.instance_key = item.instance_key
                where item.migration_id = any(?)) items
        group by 1`,
      [...hidden.bindings, migrations.map(({ id }) => id)] as string[],
    );
    const confidential = await confidentialProcesses();
    const counted = new Map(rows.map((row) => [row.id, row]));
    return ({ id, process_key: processKey }) => {
      const { total = 0, movable = 0, hidden: unseen = 0 } = counted.get(id) ?? {};
      return { total, movable, confidential: confidential.has(processKey) ? roundedCount(unseen) : 0 };
    };
  }

  return {
    /** Lists migrations, newest first. */
    list: (
      { processKey, after }: { processKey?: string | undefined; after?: string | undefined },
      viewer: Staff,
    ): Promise<MigrationPage> =>
      pageOfBatches(
        named().modify((query) => {
          if (processKey) query.where('batch.process_key', processKey);
        }),
        'planned_at',
        { after },
        async (rows: readonly NamedMigrationRow[]) => {
          const counts = await countsOf(rows, await visibilityOf(viewer));
          return rows.map((row) => toInstanceMigration(row, counts(row)));
        },
      ),

    /** @throws MigrationNotFound */
    async one(id: string, viewer: Staff): Promise<MigrationWithCounts> {
      const row = (await named().where('batch.id', id).first()) as NamedMigrationRow | undefined;
      if (!row) throw new MigrationNotFound();
      const visibility = await visibilityOf(viewer);
      const listed = visibleItemsSql(visibility);
      const countBy = (column: string, more = '') =>
        db
          .raw<{ rows: { what: string; count: number }[] }>(
            `select ${column} as what, count(*)::integer as count from (${listed.sql}) listed ${more}
              group by 1 order by 2 desc, 1`,
            [...listed.bindings, id] as string[],
          )
          .then(({ rows }) => rows);
      const [counts, ways, states, reasons] = await Promise.all([
        countsOf([row], visibility),
        countBy('strategy'),
        countBy('state'),
        countBy('code', 'cross join unnest(reasons) as code'),
      ]);
      return {
        ...toInstanceMigration(row, counts(row)),
        ways: ways.map(({ what: way, count }) => ({ way, count })),
        states: states.map(({ what: state, count }) => ({ state, count })),
        reasons: reasons.map(({ what: code, count }) => ({ code, count })),
      } as MigrationWithCounts;
    },

    /** Returns the listed cases of a migration, in the order in which they are migrated. */
    async items(
      id: string,
      { way, code, ...asked }: ListMigrationItems,
      viewer: Staff,
    ): Promise<MigrationItemPage> {
      const listed = visibleItemsSql(await visibilityOf(viewer));
      const query = db
        .from(db.raw(`(${listed.sql}) item`, [...listed.bindings, id] as string[]))
        .select('item.*')
        .modify((filtered) => {
          if (way) filtered.where({ strategy: way });
          if (code) filtered.whereRaw('? = any(reasons)', [code]);
        });
      return pageOfItems(query, 'place', asked, toItem);
    },
  };
}

export type InstanceMigrationView = ReturnType<typeof instanceMigrationView>;

type ListedItemRow = MigrationItemRow & { place: number };

const toInstanceMigration = (row: NamedMigrationRow, counts: Counts): Migration => ({
  id: row.id,
  processKey: row.process_key,
  name: bilingualName(row.name_fa, row.name_en, row.process_key),
  fromVersions: row.from_versions,
  toVersion: row.to_version,
  mapping: row.mapping,
  state: row.state,
  ...counts,
  reason: row.reason,
  plannedBy: row.planned_by,
  plannedAt: row.planned_at.toISOString(),
  startedBy: row.started_by,
  startedAt: row.started_at?.toISOString() ?? null,
  stoppedBy: row.stopped_by,
  finishedAt: row.finished_at?.toISOString() ?? null,
  version: row.version,
});

const toItem = (row: ListedItemRow): MigrationItem => ({
  ordinal: row.place,
  instanceKey: row.instance_key,
  version: row.version,
  way: row.strategy,
  reasons: row.reasons,
  at: row.at_elements,
  state: row.state,
  detail: row.detail,
  newInstanceKey: row.new_instance_key,
  settledAt: row.settled_at?.toISOString() ?? null,
});
