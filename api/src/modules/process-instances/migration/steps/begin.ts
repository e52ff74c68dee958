import { instanceMigrationRepo, type MigrationItemRow } from '../instance-migration.repo.ts';
import type { MigrationStepResult } from '../item-outcomes.ts';
import { MAX_ATTEMPTS, type StepContext } from './step-context.ts';

/** waiting → sending: the case is held from here on. */
export function beginMigration({ db, repo, outcomes }: StepContext) {
  return async (item: MigrationItemRow): Promise<MigrationStepResult> => {
    const begun = await db.transaction(async (tx) => {
      const mine = instanceMigrationRepo(tx);
      if (!(await mine.hold(item))) return 'held';
      if (await mine.step(item, { state: 'sending', sent_at: null, reasons: [] })) return 'begun';
      await mine.release(item);
      return 'other';
    });
    if (begun !== 'held') return begun === 'begun' ? 'go-on' : 'later';
    return item.attempts + 1 >= MAX_ATTEMPTS
      ? outcomes.refuseWithoutHold(item, 'migrating-elsewhere')
      : (await repo.step(item, { attempts: item.attempts + 1 }), 'later');
  };
}
