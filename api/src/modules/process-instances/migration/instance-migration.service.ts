import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { StartMigration } from '#common/contract/index.ts';
import type { InstanceVisibility, ReadInstanceVisibility } from '../instance-visibility.ts';
import {
  MigrationCountMismatch,
  MigrationNotFound,
  MigrationStateConflict,
} from './instance-migration.errors.ts';
import { instanceMigrationRepo, type MigrationRow } from './instance-migration.repo.ts';
import { queueMigration } from './migration-runner.ts';
import { visibleItemsSql } from './migration-visibility.ts';

type Deps = { db: Db; clock: Clock; audit: AuditLog; visibilityOf: ReadInstanceVisibility };
type MigrationCommand = { id: string; by: Staff; expectedVersion: number; httpRequestId: string };

/** Starts, stops and resumes migrations. A case in progress is brought to its end in any state. */
export function instanceMigrationService({ db, clock, audit, visibilityOf }: Deps) {
  const change = async (
    { id, by, expectedVersion, httpRequestId }: MigrationCommand,
    action: `instance-migration.${string}`,
    legal: (migration: MigrationRow, movable: number) => boolean,
    columns: (migration: MigrationRow) => Record<string, unknown>,
    reason?: string,
  ): Promise<void> => {
    const visibility = await visibilityOf(by);
    return db.transaction(async (tx) => {
      const repo = instanceMigrationRepo(tx);
      const migration = await repo.forUpdate(id);
      if (!migration) throw new MigrationNotFound();
      if (migration.version !== expectedVersion)
        throw new VersionConflict(undefined, { version: migration.version });
      const movable = await countMigratable(tx, id, visibility);
      if (!legal(migration, movable)) throw new MigrationStateConflict(undefined, { state: migration.state });
      await repo.change(id, columns(migration));
      if (action === 'instance-migration.resumed')
        await tx('instance_migration_items')
          .where({ migration_id: id, state: 'unclear' })
          .update({ state: 'waiting' });
      await queueMigration(tx, id);
      await audit.within(tx).write({
        actor: by.username,
        action,
        object: { kind: 'instance-migration', id },
        reason,
        details: { processKey: migration.process_key, toVersion: migration.to_version, movable },
        result: 'done',
        httpRequestId,
      });
    });
  };

  return {
    /** Starts a plan. A plan can also be started when none of the listed cases can migrate: whether others
     *  can is not revealed.
     *  @throws MigrationCountMismatch unless the typed number is the number of listed cases that can
     *  migrate */
    start: ({ confirm, reason, ...asked }: StartMigration & MigrationCommand) =>
      change(
        asked,
        'instance-migration.started',
        ({ state }, movable) => {
          if (confirm !== movable) throw new MigrationCountMismatch(undefined, { movable });
          return state === 'planned';
        },
        () => ({ state: 'running', reason, started_by: asked.by.username, started_at: clock.now() }),
        reason,
      ),

    /** Stops a migration: no further case is begun. */
    stop: (asked: MigrationCommand) =>
      change(
        asked,
        'instance-migration.stopped',
        ({ state }) => state === 'running',
        () => ({ state: 'stopped', stopped_by: asked.by.username }),
      ),

    /** Resumes a migration with the remaining cases; after its end, with the cases whose migration is
     *  uncertain. */
    resume: (asked: MigrationCommand) =>
      change(
        asked,
        'instance-migration.resumed',
        ({ state }) => state === 'stopped' || state === 'finished',
        () => ({ state: 'running', stopped_by: null, finished_at: null }),
      ),
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
