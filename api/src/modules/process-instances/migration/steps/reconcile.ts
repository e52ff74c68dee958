import type { MigrationItemRow, MigrationRow } from '../instance-migration.repo.ts';
import type { MigrationStepResult } from '../item-outcomes.ts';
import { OUTCOME_UNKNOWN_AFTER_MS, type StepContext } from './step-context.ts';

/** Age after which a creation that no record shows has not happened: the gateway drops a command well within
 *  this time. */
const COMMAND_EXPIRY_MS = 60_000;

/** Finds the result of a command whose answer never came. Only the engine's records tell; as long as they may
 *  still come, nothing is repeated. */
export function reconcileMigration({
  clock,
  repo,
  view,
  transfer,
  adoptContinuation,
  outcomes: { settle },
}: StepContext) {
  async function repeat(item: MigrationItemRow): Promise<MigrationStepResult> {
    await repo.step(item, { sent_at: null, attempts: item.attempts + 1 });
    return 'go-on';
  }

  return async (
    item: MigrationItemRow,
    migration: MigrationRow,
    sentAt: Date,
  ): Promise<MigrationStepResult> => {
    if (item.strategy === 'native') {
      const instance = await view.instance(item.instance_key);
      if (instance?.version !== migration.to_version) return repeat(item);
      await transfer.recordInHistory(item, migration);
      return settle(item, { state: 'done' });
    }
    if (await adoptContinuation(item)) return 'go-on';
    if (await view.hasProjectedPast(new Date(sentAt.getTime() + COMMAND_EXPIRY_MS))) return repeat(item);
    if (clock.now().getTime() - sentAt.getTime() < OUTCOME_UNKNOWN_AFTER_MS) return 'later';
    return settle(item, { state: 'unclear', reasons: ['unknown-whether-created'] });
  };
}
