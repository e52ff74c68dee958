import {
  EngineInstanceNotFound,
  EngineRejected,
  EngineUnavailable,
  MIGRATED_FROM,
} from '#api/engine/index.ts';
import type { MigrationBlocker } from '#common/contract/index.ts';
import type { MigrationItemRow, MigrationRow } from '../instance-migration.repo.ts';
import type { MigrationStepResult } from '../item-outcomes.ts';
import { isHiddenFromResponsibleUsers } from '../migration-visibility.ts';
import {
  type InstanceMigrationPlan,
  type InstancePosition,
  planInstanceMigration,
} from '../plan-instance.ts';
import { readPositions } from '../positions.view.ts';
import { MAX_ATTEMPTS, type MigrationModels, type StepContext } from './step-context.ts';

/** sending → ending: the engine gets the command that migrates the case or creates its continuation. */
export function sendMigration({
  db,
  engine,
  clock,
  hub,
  visibilityByUsername,
  messageSettleMs,
  projectionTimeoutMs,
  repo,
  view,
  transfer,
  adoptContinuation,
  outcomes: { settle, refuse, retryLater },
}: StepContext) {
  /** Waits for commands that are still on their way to the case when it is held. */
  async function findPendingWork({
    instance_key,
    request_id,
  }: MigrationItemRow): Promise<MigrationBlocker | undefined> {
    let busy: MigrationBlocker | undefined;
    await hub.waitUntil(async () => {
      busy =
        request_id && (await view.hasMessageInFlight(request_id, messageSettleMs))
          ? 'message-on-the-way'
          : (await view.hasPendingCompletion(instance_key))
            ? 'task-being-completed'
            : undefined;
      return busy === undefined ? true : undefined;
    }, messageSettleMs + projectionTimeoutMs);
    return busy;
  }

  async function migrate(
    item: MigrationItemRow,
    migration: MigrationRow,
    { active }: InstancePosition,
  ): Promise<MigrationStepResult> {
    const to = new Map(migration.mapping.map((one) => [one.from, one.to]));
    const ids = [...new Set(active.map(({ elementId }) => elementId))];
    try {
      await engine.migrateInstance({
        instanceKey: item.instance_key,
        targetDefinitionKey: migration.to_definition_key,
        mapping: ids.map((id) => ({ from: id, to: to.get(id) ?? id })),
      });
    } catch (error) {
      return handleEngineError(item, error);
    }
    const shown = await hub.waitUntil(async () => {
      const { version } = (await view.instance(item.instance_key)) ?? {};
      return version === migration.to_version || undefined;
    }, projectionTimeoutMs);
    if (!shown) return 'later';
    await transfer.recordInHistory(item, migration);
    return settle(item, { state: 'done' });
  }

  async function create(
    item: MigrationItemRow,
    migration: MigrationRow,
    { startBefore }: InstanceMigrationPlan,
    variables: Record<string, unknown>,
  ): Promise<MigrationStepResult> {
    try {
      const { instanceKey } = await engine.createInstance({
        definitionKey: migration.to_definition_key,
        variables,
        startBefore,
      });
      await repo.step(item, { state: 'ending', new_instance_key: instanceKey });
      return 'go-on';
    } catch (error) {
      return handleEngineError(item, error);
    }
  }

  /** Handles an error of the engine: it refused, was not reached, or the result is unknown. */
  async function handleEngineError(item: MigrationItemRow, error: unknown): Promise<MigrationStepResult> {
    if (error instanceof EngineInstanceNotFound) return refuse(item, ['ended']);
    if (error instanceof EngineRejected) return refuse(item, ['engine-refused'], error.message.slice(0, 500));
    if (!(error instanceof EngineUnavailable)) throw error;
    if (!error.uncertain) await repo.step(item, { sent_at: null });
    return 'later';
  }

  /** Examines the case anew, then sends the command to the engine. */
  return async (
    item: MigrationItemRow,
    migration: MigrationRow,
    models: MigrationModels,
  ): Promise<MigrationStepResult> => {
    const busy = await findPendingWork(item);
    if (busy) return item.attempts + 1 < MAX_ATTEMPTS ? retryLater(item, [busy]) : refuse(item, [busy]);
    if (await adoptContinuation(item)) return 'go-on';
    const instance = await view.instance(item.instance_key);
    if (instance?.state !== 'active') return refuse(item, ['ended']);
    const position = (await readPositions(db, [item.instance_key])).get(item.instance_key);
    if (!position) return refuse(item, ['ended']);
    const targetOf = new Map(migration.mapping.map(({ from, to }) => [from, to]));
    const source = await models.source(item.version);
    const hidden = await isHiddenFromResponsibleUsers(db, visibilityByUsername, migration, item.instance_key);
    const plan = planInstanceMigration(source, models.target, targetOf, position, { hidden });
    if (plan.strategy === 'none') return refuse(item, plan.reasons);
    const variables = await view.variables(item.instance_key);
    const sent = {
      strategy: plan.strategy,
      at_elements: plan.at,
      start_before: plan.startBefore,
      standing_keys: position.active.map(({ elementKey }) => elementKey),
      last_key: position.lastKey,
      sent_at: clock.now(),
    };
    if (!(await repo.step(item, sent))) return 'later';
    const now = { ...item, ...sent };
    return plan.strategy === 'native'
      ? migrate(now, migration, position)
      : create(now, migration, plan, { ...variables, [MIGRATED_FROM]: item.instance_key });
  };
}
