import {
  type EngineCommands,
  EngineTaskConflict,
  EngineTaskNotFound,
  EngineUnavailable,
} from '#api/engine/engine-port.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { TaskCommandResult } from '#common/contract/index.ts';
import type { Forms } from '../forms/index.ts';
import type { RequestHistory } from '../requests/index.ts';
import type { submissionsRepo, TaskSubmission } from './submissions.repo.ts';
import { CaseBeingMigrated, TaskNotFound } from './tasks.errors.ts';
import { READ_SIDE_TIMEOUT_MS } from './tasks.service.ts';
import type { tasksView, TaskWithContext } from './tasks.view.ts';

export type SubmissionSenderDeps = {
  engine: Pick<EngineCommands, 'completeTask'>;
  hub: Pick<EventHub, 'waitUntil'>;
  view: ReturnType<typeof tasksView>;
  submissions: ReturnType<typeof submissionsRepo>;
  forms: Forms;
  history: RequestHistory;
  /** Tells whether the case of a task is being migrated to another version. */
  isBeingMigrated(taskKey: string): Promise<boolean>;
};

/** Sends stored submissions to the engine and records what became of them. The check for a migration follows
 *  after the submission is stored, and the migration checks the other way round: one of the two always sees
 *  the other. */
export function submissionSender({
  engine,
  hub,
  view,
  submissions,
  forms,
  history,
  isBeingMigrated,
}: SubmissionSenderDeps) {
  return { send, settleBy, result };

  /** Completes the task in the engine. `firstTry`: no earlier attempt can have got through.
   *  @throws CaseBeingMigrated, TaskNotFound when another submission ended the task, EngineUnavailableProblem
   *  when the result is unknown */
  async function send(
    submission: TaskSubmission,
    { firstTry }: { firstTry: boolean },
  ): Promise<TaskCommandResult> {
    const { id, taskKey, formKey, data } = submission;
    if (await isBeingMigrated(taskKey)) {
      if (firstTry) await submissions.settle(id, 'refused');
      throw new CaseBeingMigrated(undefined, { submissionId: id });
    }
    try {
      const variables = formKey === null ? {} : forms.variables(formKey, data);
      await engine.completeTask({ taskKey, variables, action: id });
      await note(submission);
      await submissions.settle(id, 'accepted');
    } catch (error) {
      await reconcile(submission, error, { firstTry });
    }
    return result(submission);
  }

  /** Settles the submissions of a task that has ended by an action: the one with this id counts, and no other
   *  does. */
  async function settleBy(submission: TaskSubmission, endedBy: string | null): Promise<void> {
    if (endedBy === submission.id) await note(submission);
    await submissions.settleTask(submission.taskKey, endedBy);
  }

  async function note({ id, taskKey, requestId, elementId, submittedBy }: TaskSubmission): Promise<void> {
    if (requestId === null) return;
    const deed = { kind: 'completed', actor: submittedBy, data: { taskKey, elementId } } as const;
    await history.recordTaskEvent(requestId, { ...deed, onceKey: `submission:${id}` });
  }

  /** Reconciles a submission that the engine did not confirm. Only the read side can tell whether the command
   *  got through, now or before: that this attempt never left says nothing about an earlier one.
   *  @throws when it did not, or nobody knows yet: then the same submission may be sent again */
  async function reconcile(
    submission: TaskSubmission,
    error: unknown,
    { firstTry }: { firstTry: boolean },
  ): Promise<void> {
    const { id, taskKey } = submission;
    const away = error instanceof EngineUnavailable;
    if (!away && !(error instanceof EngineTaskNotFound) && !(error instanceof EngineTaskConflict))
      throw error;
    const neverLeft = away && !error.uncertain;
    const ended = neverLeft ? undefined : await endedTask(taskKey);
    if (ended) {
      await settleBy(submission, ended.lastAction);
      if (ended.lastAction === id) return;
      throw new TaskNotFound(undefined, {}, { cause: error });
    }
    if (neverLeft && firstTry) await submissions.settle(id, 'refused');
    throw new EngineUnavailableProblem(undefined, { submissionId: id }, { cause: error });
  }

  function endedTask(taskKey: string): Promise<TaskWithContext | undefined> {
    return hub.waitUntil(async () => {
      const row = await view.one(taskKey, null);
      return row && row.task.state !== 'created' ? row : undefined;
    }, READ_SIDE_TIMEOUT_MS);
  }

  /** Returns the task as it ended; `pending` while the read side does not show that yet. */
  async function result({ taskKey, submittedBy }: TaskSubmission): Promise<TaskCommandResult> {
    const ended = await endedTask(taskKey);
    if (ended) return { task: ended.task, pending: false };
    return { task: (await view.one(taskKey, submittedBy))?.task ?? null, pending: true };
  }
}
