import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { batchRunner } from '../batches/batch-runner.ts';
import { batchesOf } from '../batches/batches.ts';
import { requireDeployedVersion } from './deployed-version.ts';
import type { DiagramModel } from './diagram-model.ts';
import {
  INSTANCE_MIGRATIONS,
  instanceMigrationRepo,
  type MigrationItemRow,
  type MigrationRow,
} from './instance-migration.repo.ts';
import { migrateCase } from './migrate-case.ts';
import { visibleItemsSql } from './migration-visibility.ts';
import type { MigrateCaseDeps, MigrationModels } from './steps/step-context.ts';

/** Time after which a case that could not migrate is tried again. */
const RETRY_AFTER_MS = 1_000;
const SLICE_MS = 10_000;

type Deps = MigrateCaseDeps & {
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'readModel'>;
};

/** Migrates the cases of migrations in the background. */
export function migrationRunner(deps: Deps) {
  const { db, visibilityByUsername } = deps;
  const repo = instanceMigrationRepo(db);
  const migrations = batchesOf<MigrationRow>(deps, INSTANCE_MIGRATIONS);
  const cases = migrateCase(deps);

  /** Takes steps with one case until it is settled or has to wait. */
  async function advanceCase(
    first: MigrationItemRow,
    migration: MigrationRow,
    models: MigrationModels,
  ): Promise<'later' | 'settled'> {
    let item: MigrationItemRow | undefined = first;
    while (item) {
      const running = (await migrations.get(migration.id))?.state === 'running';
      const progress = await cases.step(item, migration, models, running);
      if (progress !== 'go-on') return progress;
      item = await repo.item(item.migration_id, item.ordinal);
    }
    return 'settled';
  }

  return batchRunner<MigrationRow, MigrationItemRow>(migrations, {
    sliceMs: SLICE_MS,
    retryAfterMs: RETRY_AFTER_MS,
    take: ({ id, state }, limit) => repo.next(id, { limit, waiting: state === 'running' }),

    async prepare(migration, log) {
      const models = await readModels(deps, migration);
      return (item) =>
        advanceCase(item, migration, models).catch((error: unknown) => {
          log.warn(
            { migrationId: migration.id, instance: item.instance_key, reason: String(error) },
            'a case did not migrate',
          );
          return 'later';
        });
    },

    /** Counts the cases that are listed for the person who started the migration. */
    async recordOfEnd({ id, started_by: starter, planned_by: planner }) {
      const listed = visibleItemsSql(await visibilityByUsername(starter ?? planner));
      const { rows } = await db.raw<{ rows: { state: string; count: number }[] }>(
        `select state, count(*)::integer as count from (${listed.sql}) listed group by 1`,
        [...listed.bindings, id] as string[],
      );
      return { details: Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
    },
  });
}

async function readModels({ db, sandbox }: Deps, migration: MigrationRow): Promise<MigrationModels> {
  const read = async (version: number) =>
    sandbox.readModel((await requireDeployedVersion(db, migration.process_key, version)).xml);
  const sources = new Map<number, Promise<DiagramModel>>();
  return {
    target: await read(migration.to_version),
    source(version) {
      const known = sources.get(version) ?? read(version);
      sources.set(version, known);
      return known;
    },
  };
}
