import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { MigrationBlocker } from '#common/contract/index.ts';
import { instanceMigrationRepo, type MigrationItemRow } from './instance-migration.repo.ts';

/** Work that remains for a case after a step. */
export type MigrationStepResult = 'go-on' | 'later' | 'settled';

/** Outcomes of a case. Each releases the case and records the result in the same transaction. */
export function itemOutcomes({ db, clock }: { db: Db; clock: Clock }) {
  const repo = instanceMigrationRepo(db);

  /** Settles a case and releases it. */
  async function settle(
    item: MigrationItemRow,
    columns: Parameters<typeof repo.step>[1],
  ): Promise<MigrationStepResult> {
    await db.transaction(async (tx) => {
      const mine = instanceMigrationRepo(tx);
      if (await mine.step(item, { settled_at: clock.now(), ...columns })) await mine.release(item);
    });
    return 'settled';
  }

  const refuse = (item: MigrationItemRow, reasons: MigrationBlocker[], detail: string | null = null) =>
    settle(item, { state: 'refused', reasons, detail });

  /** Releases a case that cannot be migrated right now; its turn comes again. */
  async function retryLater(
    item: MigrationItemRow,
    reasons: MigrationBlocker[] = [],
  ): Promise<MigrationStepResult> {
    await db.transaction(async (tx) => {
      const mine = instanceMigrationRepo(tx);
      if (await mine.step(item, { state: 'waiting', attempts: item.attempts + 1, reasons }))
        await mine.release(item);
    });
    return 'later';
  }

  async function refuseWithoutHold(
    item: MigrationItemRow,
    reason: MigrationBlocker,
  ): Promise<MigrationStepResult> {
    await repo.step(item, { state: 'refused', reasons: [reason], settled_at: clock.now() });
    return 'settled';
  }

  return { settle, refuse, retryLater, refuseWithoutHold };
}
