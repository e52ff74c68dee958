import type { MigrationItemRow, MigrationRow } from './instance-migration.repo.ts';
import type { MigrationStepResult } from './item-outcomes.ts';
import { beginMigration } from './steps/begin.ts';
import { finishMigration } from './steps/finish.ts';
import { reconcileMigration } from './steps/reconcile.ts';
import { sendMigration } from './steps/send.ts';
import { type MigrateCaseDeps, type MigrationModels, stepContext } from './steps/step-context.ts';

/** Migrates one case, step by step. Each step is recorded before the next, so that another node goes on from
 *  there after a crash. The order is: hold the case, create the continuation, cancel the old instance,
 *  transfer its tasks and clocks. At every moment at least one of the two instances is alive, and at the end
 *  exactly one. */
export function migrateCase(deps: MigrateCaseDeps) {
  const context = stepContext(deps);
  const begin = beginMigration(context);
  const send = sendMigration(context);
  const reconcile = reconcileMigration(context);
  const { end, finish } = finishMigration(context);

  return {
    /** Takes the next step. `running` is false when the migration was stopped: then only cases in progress
     *  are brought to their end. */
    async step(
      item: MigrationItemRow,
      migration: MigrationRow,
      models: MigrationModels,
      running: boolean,
    ): Promise<MigrationStepResult> {
      switch (item.state) {
        case 'waiting':
          return running ? begin(item) : 'later';
        case 'sending':
          if (item.sent_at) return reconcile(item, migration, item.sent_at);
          return running ? send(item, migration, models) : context.outcomes.retryLater(item);
        case 'ending':
          return end(item);
        case 'settling':
          return finish(item, migration);
        default:
          return 'settled';
      }
    },
  };
}
