import { caseStateView } from '../case-state.view.ts';
import type { DiagramModel } from '../diagram-model.ts';
import { instanceMigrationRepo, type MigrationItemRow } from '../instance-migration.repo.ts';
import { itemOutcomes } from '../item-outcomes.ts';
import type { VisibilityByUsername } from '../migration-visibility.ts';
import { taskTransfer, type TaskTransferDeps } from '../transfer-tasks.ts';

export type MigrationModels = { source(version: number): Promise<DiagramModel>; target: DiagramModel };

export type MigrateCaseDeps = TaskTransferDeps & {
  visibilityByUsername: VisibilityByUsername;
  /** Age below which a sent message may still have an effect that is not visible yet. */
  messageSettleMs: number;
  /** Time that a step waits for the read side before it lets other cases go first. */
  projectionTimeoutMs: number;
};

/** Number of attempts after which a case that cannot be held or has work under way is refused. */
export const MAX_ATTEMPTS = 20;

/** Longest wait for an engine that does not answer. */
export const OUTCOME_UNKNOWN_AFTER_MS = 600_000;

/** Returns what the steps of a migration share. */
export function stepContext(deps: MigrateCaseDeps) {
  const { db, clock } = deps;
  const repo = instanceMigrationRepo(db);
  const view = caseStateView(db);

  /** Continues with a continuation that an earlier attempt, whose answer was lost, has created. */
  async function adoptContinuation(item: MigrationItemRow): Promise<boolean> {
    const known = await view.continuations(item.instance_key);
    const there = known.find(({ state }) => state !== 'terminated');
    return there !== undefined && repo.step(item, { state: 'ending', new_instance_key: there.instance_key });
  }

  return {
    ...deps,
    repo,
    view,
    adoptContinuation,
    transfer: taskTransfer(deps),
    outcomes: itemOutcomes({ db, clock }),
  };
}

export type StepContext = ReturnType<typeof stepContext>;
