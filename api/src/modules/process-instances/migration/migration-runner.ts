import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler } from '#api/platform/jobs.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { requireDeployedVersion } from './deployed-version.ts';
import type { DiagramModel } from './diagram-model.ts';
import {
  instanceMigrationRepo,
  type MigrationItemRow,
  type MigrationRow,
} from './instance-migration.repo.ts';
import { migrateCase } from './migrate-case.ts';
import { visibleItemsSql } from './migration-visibility.ts';
import type { MigrateCaseDeps, MigrationModels } from './steps/step-context.ts';

export const RUN_MIGRATION_JOB = 'instance-migration.run';
export const RESUME_STALE_JOB = 'instance-migration.watch';

/** Maximum number of cases that migrate at the same time. */
const CONCURRENCY = 8;
/** Time after which a run hands over to a new one, so that a node can stop. */
const SLICE_MS = 10_000;
const RETRY_DELAY_MS = 1_000;
/** Age from which a migration that nobody worked on belongs to a node that died. */
const STALE_AFTER_SECONDS = 60;

type Deps = MigrateCaseDeps & { audit: AuditLog; clock: Clock; sandbox: Pick<Sandbox, 'readModel'> };

export const queueMigration = (db: Db, migrationId: string, runAt?: Date): Promise<void> =>
  addJob(
    db,
    RUN_MIGRATION_JOB,
    { migrationId },
    { key: `${RUN_MIGRATION_JOB}:${migrationId}`, ...(runAt ? { runAt } : {}) },
  );

/** Works on a migration until all its cases are settled, several at a time, in slices; another node takes
 *  over what a node leaves behind. */
export function migrationRunner(deps: Deps): Record<string, JobHandler> {
  const { db, audit, clock, visibilityByUsername } = deps;
  const repo = instanceMigrationRepo(db);
  const cases = migrateCase(deps);

  const run: JobHandler = async (payload, { log }) => {
    const { migrationId } = payload as { migrationId: string };
    const end = Date.now() + SLICE_MS;
    let models: MigrationModels | undefined;
    while (Date.now() < end) {
      const migration = await repo.get(migrationId);
      if (!migration?.started_at) return;
      const running = migration.state === 'running';
      const items = await repo.next(migrationId, { limit: CONCURRENCY, waiting: running });
      if (items.length === 0) return running ? finish(migration) : undefined;
      await repo.heartbeat(migrationId);
      models ??= await readModels(deps, migration);
      const known = models;
      const progress = await Promise.all(
        items.map((item) =>
          advanceCase(item, migration, known).catch((error: unknown) => {
            log.warn(
              { migrationId, instance: item.instance_key, reason: String(error) },
              'a case did not migrate',
            );
            return 'later' as const;
          }),
        ),
      );
      if (progress.every((one) => one === 'later')) await pause(RETRY_DELAY_MS);
    }
    await queueMigration(db, migrationId);
  };

  /** Takes steps with one case until it is settled or has to wait. */
  async function advanceCase(
    first: MigrationItemRow,
    migration: MigrationRow,
    models: MigrationModels,
  ): Promise<'later' | 'settled'> {
    let item: MigrationItemRow | undefined = first;
    while (item) {
      const running = (await repo.get(migration.id))?.state === 'running';
      const progress = await cases.step(item, migration, models, running);
      if (progress !== 'go-on') return progress;
      item = await repo.item(item.migration_id, item.ordinal);
    }
    return 'settled';
  }

  /** Finishes a migration. The audit entry counts the cases that are listed for the person who started it. */
  async function finish(migration: MigrationRow): Promise<void> {
    const listed = visibleItemsSql(await visibilityByUsername(migration.started_by ?? migration.planned_by));
    await db.transaction(async (tx) => {
      const mine = instanceMigrationRepo(tx);
      if ((await mine.forUpdate(migration.id))?.state !== 'running') return;
      await mine.change(migration.id, { state: 'finished', finished_at: clock.now() });
      const { rows } = await tx.raw<{ rows: { state: string; count: number }[] }>(
        `select state, count(*)::integer as count from (${listed.sql}) listed group by 1`,
        [...listed.bindings, migration.id] as string[],
      );
      await audit.within(tx).write({
        actor: null,
        action: 'instance-migration.finished',
        object: { kind: 'instance-migration', id: migration.id },
        details: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
        result: 'done',
      });
    });
  }

  return {
    [RUN_MIGRATION_JOB]: run,
    [RESUME_STALE_JOB]: async () => {
      for (const id of await repo.findStale(STALE_AFTER_SECONDS)) await queueMigration(db, id);
    },
  };
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
