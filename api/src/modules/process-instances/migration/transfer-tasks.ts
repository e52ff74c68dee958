import {
  type EngineCommands,
  EngineRejected,
  EngineTaskConflict,
  EngineTaskNotFound,
  EngineUnavailable,
} from '#api/engine/index.ts';
import type { RequestHistory } from '#api/modules/requests/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import { caseStateView, type TaskPair } from './case-state.view.ts';
import type { MigrationItemRow, MigrationRow } from './instance-migration.repo.ts';

export type TaskTransferDeps = {
  db: Db;
  clock: Clock;
  hub: Pick<EventHub, 'waitUntil'>;
  engine: Pick<
    EngineCommands,
    'createInstance' | 'cancelInstance' | 'migrateInstance' | 'assignTask' | 'updateCandidateGroups'
  >;
  history: Pick<RequestHistory, 'recordProcessEvent'>;
  /** Transfers the stage clock of one task to another. */
  transferStageClock(tx: Db, tasks: { from: string; to: string }): Promise<void>;
  projectionTimeoutMs: number;
};

/** Transfers task assignments from the old instance to the new one: the assignee of an old task gets the task
 *  that takes its place. Its department is set by the new version; the other departments to which the old
 *  task had been handed have it too, and its stage clock runs on. */
export function taskTransfer({
  db,
  hub,
  engine,
  history,
  transferStageClock,
  projectionTimeoutMs,
}: TaskTransferDeps) {
  const view = caseStateView(db);

  async function transferTask({ new_key: taskKey, assignee, new_assignee, groups, new_groups }: TaskPair) {
    const handedTo = groups.slice(1).filter((group) => !new_groups.includes(group));
    if (handedTo.length > 0)
      await engine.updateCandidateGroups({
        taskKey,
        candidateGroups: [...new_groups, ...handedTo],
        action: 'migrate',
      });
    if (assignee && assignee !== new_assignee)
      await engine.assignTask({ taskKey, assignee, action: 'migrate', allowOverride: false });
  }

  return {
    /** @returns false when the tasks are not there yet, or the engine cannot be reached */
    async transferTasks(item: MigrationItemRow, migration: MigrationRow, newKey: string): Promise<boolean> {
      const targets = new Map(migration.mapping.map(({ from, to }) => [from, to]));
      const targetOf = (id: string) => targets.get(id) ?? id;
      const pairs = await hub.waitUntil(() => view.taskPairs(item, newKey, targetOf), projectionTimeoutMs);
      if (!pairs) return false;
      for (const pair of pairs) {
        try {
          await transferTask(pair);
        } catch (error) {
          if (error instanceof EngineUnavailable) return false;
          const past =
            error instanceof EngineTaskNotFound ||
            error instanceof EngineTaskConflict ||
            error instanceof EngineRejected;
          if (!past) throw error;
        }
        await db.transaction((tx) => transferStageClock(tx, { from: pair.old_key, to: pair.new_key }));
      }
      return true;
    },

    /** Writes the migration into the case's timeline, for staff. */
    async recordInHistory(item: MigrationItemRow, migration: MigrationRow): Promise<void> {
      if (!item.request_id) return;
      await history.recordProcessEvent(item.request_id, {
        kind: 'process-moved',
        data: { processKey: migration.process_key, from: item.version, to: migration.to_version },
        onceKey: `migration:${migration.id}:${item.instance_key}`,
      });
    },
  };
}
