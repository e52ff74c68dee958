import {
  EngineInstanceNotFound,
  EngineRejected,
  EngineUnavailable,
  MIGRATED_FROM,
} from '#api/engine/index.ts';
import type { MigrationBlocker } from '#common/contract/index.ts';
import { caseStateView } from './case-state.view.ts';
import type { DiagramModel } from './diagram-model.ts';
import type { MigrationItemRow, MigrationRow } from './instance-migration.repo.ts';
import { instanceMigrationRepo } from './instance-migration.repo.ts';
import { itemOutcomes, type MigrationStepResult } from './item-outcomes.ts';
import { isHiddenFromResponsibleUsers, type VisibilityByUsername } from './migration-visibility.ts';
import { type InstanceMigrationPlan, type InstancePosition, planInstanceMigration } from './plan-instance.ts';
import { readPositions } from './positions.view.ts';
import { taskTransfer, type TaskTransferDeps } from './transfer-tasks.ts';

export type MigrationModels = { source(version: number): Promise<DiagramModel>; target: DiagramModel };

export type MigrateCaseDeps = TaskTransferDeps & {
  visibilityByUsername: VisibilityByUsername;
  /** Age below which a sent message may still have an effect that is not visible yet. */
  messageSettleMs: number;
  /** Time that a step waits for the read side before it lets other cases go first. */
  projectionTimeoutMs: number;
};

/** The gateway drops a command well within this time; a creation that no record shows after it has not
 *  happened. */
const COMMAND_EXPIRY_MS = 60_000;
/** Longest wait for an engine that does not answer. */
const OUTCOME_UNKNOWN_AFTER_MS = 600_000;
const MAX_ATTEMPTS = 20;

/** Migrates one case, step by step. Each step is recorded before the next, so that another node goes on from
 *  there after a crash. The order is: hold the case, create the continuation, cancel the old instance,
 *  transfer its tasks and clocks. At every moment at least one of the two instances is alive, and at the end
 *  exactly one. */
export function migrateCase(deps: MigrateCaseDeps) {
  const { db, engine, clock, hub, visibilityByUsername, messageSettleMs, projectionTimeoutMs } = deps;
  const repo = instanceMigrationRepo(db);
  const view = caseStateView(db);
  const transfer = taskTransfer(deps);
  const { settle, refuse, retryLater, refuseWithoutHold } = itemOutcomes({ db, clock });

  /** waiting → sending: the case is held from here on. */
  async function begin(item: MigrationItemRow): Promise<MigrationStepResult> {
    const begun = await db.transaction(async (tx) => {
      const mine = instanceMigrationRepo(tx);
      if (!(await mine.hold(item))) return 'held';
      if (await mine.step(item, { state: 'sending', sent_at: null, reasons: [] })) return 'begun';
      await mine.release(item);
      return 'other';
    });
    if (begun !== 'held') return begun === 'begun' ? 'go-on' : 'later';
    return item.attempts + 1 >= MAX_ATTEMPTS
      ? refuseWithoutHold(item, 'migrating-elsewhere')
      : (await repo.step(item, { attempts: item.attempts + 1 }), 'later');
  }

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

  /** Examines the case anew, then sends the command to the engine. */
  async function send(
    item: MigrationItemRow,
    migration: MigrationRow,
    models: MigrationModels,
  ): Promise<MigrationStepResult> {
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
    if (plan.way === 'none') return refuse(item, plan.reasons);
    const variables = await view.variables(item.instance_key);
    const sent = {
      way: plan.way,
      at_elements: plan.at,
      start_before: plan.startBefore,
      standing_keys: position.active.map(({ elementKey }) => elementKey),
      last_key: position.lastKey,
      sent_at: clock.now(),
    };
    if (!(await repo.step(item, sent))) return 'later';
    const now = { ...item, ...sent };
    return plan.way === 'native'
      ? migrate(now, migration, position)
      : create(now, migration, plan, { ...variables, [MIGRATED_FROM]: item.instance_key });
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

  /** Finds the result of a command whose answer never came. Only the engine's records tell; as long as they
   *  may still come, nothing is repeated. */
  async function reconcile(
    item: MigrationItemRow,
    migration: MigrationRow,
    sentAt: Date,
  ): Promise<MigrationStepResult> {
    if (item.way === 'native') {
      const instance = await view.instance(item.instance_key);
      if (instance?.version !== migration.to_version) return repeat(item);
      await transfer.recordInHistory(item, migration);
      return settle(item, { state: 'done' });
    }
    if (await adoptContinuation(item)) return 'go-on';
    if (await view.hasProjectedPast(new Date(sentAt.getTime() + COMMAND_EXPIRY_MS))) return repeat(item);
    if (clock.now().getTime() - sentAt.getTime() < OUTCOME_UNKNOWN_AFTER_MS) return 'later';
    return settle(item, { state: 'unclear', reasons: ['unknown-whether-created'] });
  }

  /** Continues with a continuation that an earlier attempt, whose answer was lost, has created. */
  async function adoptContinuation(item: MigrationItemRow): Promise<boolean> {
    const known = await view.continuations(item.instance_key);
    const there = known.find(({ state }) => state !== 'terminated');
    return there !== undefined && repo.step(item, { state: 'ending', new_instance_key: there.instance_key });
  }

  async function repeat(item: MigrationItemRow): Promise<MigrationStepResult> {
    await repo.step(item, { sent_at: null, attempts: item.attempts + 1 });
    return 'go-on';
  }

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
          return running ? send(item, migration, models) : retryLater(item);
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
