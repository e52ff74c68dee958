import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import type { ChangeMigration, StartMigration } from '#common/contract/index.ts';
import { type BatchCaller, batchesOf } from '../batches/batches.ts';
import type { InstanceVisibility, ReadInstanceVisibility } from '../instance-visibility.ts';
import { MigrationCountMismatch } from './instance-migration.errors.ts';
import { INSTANCE_MIGRATIONS, type MigrationRow } from './instance-migration.repo.ts';
import { visibleItemsSql } from './migration-visibility.ts';

type Deps = { db: Db; clock: Clock; audit: AuditLog; visibilityOf: ReadInstanceVisibility };

export function instanceMigrationService({ visibilityOf, ...deps }: Deps) {
  const migrations = batchesOf<MigrationRow>(deps, INSTANCE_MIGRATIONS);

  return {
    /** Starts, stops or resumes a migration. A plan can also be started when none of the listed cases can
     *  migrate: whether others can is not revealed. After a stop no further case is begun; one in progress is
     *  brought to its end in any state. Resuming goes on with the remaining cases, and looks again at those
     *  whose migration is uncertain, also after the end.
     *  @throws VersionConflict, MigrationStateConflict, and at the start MigrationCountMismatch unless the
     *  typed number is the number of listed cases that can migrate */
    async change(
      verb: 'start' | 'stop' | 'resume',
      id: string,
      { expectedVersion, confirm, reason }: ChangeMigration & Partial<StartMigration>,
      call: BatchCaller,
    ): Promise<void> {
      const visibility = await visibilityOf(call.user);
      await migrations.change(id, verb, call, async (migration, tx) => {
        if (migration.version !== expectedVersion)
          throw new VersionConflict(undefined, { version: migration.version });
        const movable = await countMigratable(tx, id, visibility);
        if (verb === 'start' && confirm !== movable) throw new MigrationCountMismatch(undefined, { movable });
        if (verb === 'resume')
          await tx('instance_migration_items')
            .where({ migration_id: id, state: 'unclear' })
            .update({ state: 'waiting' });
        return {
          reason,
          details: { processKey: migration.process_key, toVersion: migration.to_version, movable },
          ...(verb === 'start' && { columns: { reason, started_by: call.user.username } }),
        };
      });
    },
  };
}

export type InstanceMigrationService = ReturnType<typeof instanceMigrationService>;

async function countMigratable(db: Db, id: string, visibility: InstanceVisibility): Promise<number> {
  const listed = visibleItemsSql(visibility);
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::integer as count from (${listed.sql}) listed where strategy <> 'none'`,
    [...listed.bindings, id] as string[],
  );
  return rows[0]?.count ?? 0;
}
