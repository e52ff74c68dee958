import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from '#api/engine/index.ts';
import type { MigrationItemRow, MigrationRow } from '../instance-migration.repo.ts';
import type { MigrationStepResult } from '../item-outcomes.ts';
import { OUTCOME_UNKNOWN_AFTER_MS, type StepContext } from './step-context.ts';

/** Brings a case to its end whose continuation exists. */
export function finishMigration({
  engine,
  clock,
  hub,
  projectionTimeoutMs,
  repo,
  view,
  transfer,
  outcomes: { settle, refuse },
}: StepContext) {
  /** ending → settling: the continuation exists; the old instance ends. On a repeat it is already gone. */
  async function end(item: MigrationItemRow): Promise<MigrationStepResult> {
    try {
      await engine.cancelInstance(item.instance_key);
    } catch (error) {
      if (error instanceof EngineUnavailable) return 'later';
      if (error instanceof EngineRejected)
        return settle(item, {
          state: 'failed',
          reasons: ['engine-refused'],
          detail: error.message.slice(0, 500),
        });
      if (!(error instanceof EngineInstanceNotFound)) throw error;
    }
    await repo.step(item, { state: 'settling' });
    return 'go-on';
  }

  /** settling → done: what belonged to the old instance belongs to the new one. */
  async function finish(item: MigrationItemRow, migration: MigrationRow): Promise<MigrationStepResult> {
    const newKey = item.new_instance_key ?? '';
    const old = await hub.waitUntil(async () => {
      const now = await view.instance(item.instance_key);
      return now && now.state !== 'active' ? now : undefined;
    }, projectionTimeoutMs);
    if (!old) return 'later';
    if (old.state === 'completed') {
      if (!(await cancelIfActive(newKey))) return 'later';
      return refuse(item, ['ended']);
    }
    for (const { instance_key, state } of await view.continuations(item.instance_key))
      if (instance_key !== newKey && state === 'active' && !(await cancelIfActive(instance_key)))
        return 'later';
    const overdue = clock.now().getTime() - (item.sent_at?.getTime() ?? 0) > OUTCOME_UNKNOWN_AFTER_MS;
    if (!(await transfer.transferTasks(item, migration, newKey)) && !overdue) return 'later';
    await transfer.recordInHistory(item, migration);
    const progressed = await view.hasProgressedSince(item.instance_key, item.standing_keys, item.last_key);
    return settle(
      item,
      progressed
        ? { state: 'failed', reasons: ['moved-on'], detail: item.at_elements.join(', ') }
        : { state: 'done' },
    );
  }

  /** @returns false when the engine cannot be reached */
  async function cancelIfActive(instanceKey: string): Promise<boolean> {
    try {
      await engine.cancelInstance(instanceKey);
    } catch (error) {
      if (error instanceof EngineUnavailable) return false;
      if (!(error instanceof EngineInstanceNotFound)) throw error;
    }
    return true;
  }

  return { end, finish };
}
