import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type EngineCommands,
  EngineTaskConflict,
  EngineTaskNotFound,
  EngineUnavailable,
} from '#api/engine/engine-port.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EngineUnavailableProblem, InvalidInput } from '#api/platform/common.errors.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import { type FieldError } from '#api/platform/field-errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { CompleteTask, Task, TaskCommandResult } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Forms } from '../forms/index.ts';
import type { OutcomeCheck, RequestHistory } from '../requests/index.ts';
import type { submissionsRepo, TaskSubmission } from './submissions.repo.ts';
import { assertNotBarred, assertVersion, type TaskAccess } from './task-access.ts';
import type { TaskRules } from './task-rules.ts';
import {
  CaseBeingMigrated,
  NotYourTask,
  SubmissionReused,
  TaskBeingCompleted,
  TaskNotFound,
} from './tasks.errors.ts';
import { READ_SIDE_TIMEOUT_MS } from './tasks.service.ts';
import type { tasksView, TaskWithContext } from './tasks.view.ts';

/** Age from which a pending submission has no command under way any more (commands give up earlier), so that
 *  a new one may follow. */
const ABANDONED_AFTER_MS = 30_000;

type Deps = {
  engine: Pick<EngineCommands, 'completeTask'>;
  hub: Pick<EventHub, 'waitUntil'>;
  view: ReturnType<typeof tasksView>;
  submissions: ReturnType<typeof submissionsRepo>;
  access: TaskAccess;
  rules: TaskRules;
  forms: Forms;
  tree: () => Promise<DepartmentTree>;
  clock: Clock;
  history: RequestHistory;
  /** Tells whether the case of a task is being migrated to another version. */
  isBeingMigrated(taskKey: string): Promise<boolean>;
  outcomeCheck: OutcomeCheck;
};

type Completion = CompleteTask & { taskKey: string; by: Staff };

/** Completes tasks. The submission is stored first, under an id that goes to the engine as the `action` of
 *  the command and comes back with the record of the completed task: a caller who asks again after a time-out
 *  learns the result, and nothing is done twice. The check for a migration follows after that is stored, and
 *  the migration checks the other way round: one of the two always sees the other. */
export function completionService(deps: Deps) {
  const {
    engine,
    hub,
    view,
    submissions,
    access,
    rules,
    forms,
    tree,
    clock,
    history,
    isBeingMigrated,
    outcomeCheck,
  } = deps;

  return {
    async complete({
      taskKey,
      data,
      expectedVersion,
      submissionId,
      by,
    }: Completion): Promise<TaskCommandResult> {
      const earlier = submissionId === undefined ? undefined : await submissions.get(submissionId);
      if (earlier) return repeatSubmission(earlier, { taskKey, data, by });

      const { task } = await access.workable(taskKey, by);
      if (task.assignee !== by.username) throw new NotYourTask();
      assertNotBarred(task);
      await rules.assertEligible(task, by);
      assertVersion(task, expectedVersion);
      await checkForm(task, data, by);

      const submission: TaskSubmission = {
        id: submissionId ?? randomUUID(),
        taskKey,
        requestId: task.request?.id ?? null,
        elementId: task.elementId,
        formKey: task.formKey,
        data,
        submittedBy: by.username,
        submittedAt: clock.now(),
        state: 'pending',
      };
      if (!(await submissions.add(submission))) await replaceAbandoned(submission);
      return send(submission, { firstTry: true });
    },

    /** Settles submissions whose sender never asked again, because a page, a node or a whole system was
     *  gone. */
    async settleAbandoned(): Promise<void> {
      const before = new Date(clock.now().getTime() - ABANDONED_AFTER_MS);
      for (const { submission, endedBy } of await submissions.pendingOfEndedTasks(before))
        await settleBy(submission, endedBy);
    },
  };

  /** Handles a repeated submission: returns the first result if there is one, else sends the command
   *  again. */
  async function repeatSubmission(
    earlier: TaskSubmission,
    { taskKey, data, by }: Pick<Completion, 'taskKey' | 'data' | 'by'>,
  ): Promise<TaskCommandResult> {
    const same =
      earlier.taskKey === taskKey &&
      earlier.submittedBy === by.username &&
      isDeepStrictEqual(earlier.data, data);
    if (!same) throw new SubmissionReused();
    if (earlier.state === 'accepted') return result(earlier);
    if (earlier.state === 'refused') {
      await access.workable(taskKey, by);
      if (!(await submissions.reopen(earlier.id))) throw new TaskBeingCompleted();
    }
    return send(earlier, { firstTry: false });
  }

  /** Replaces another submission that blocks the task, if nothing came of it and nothing can come any
   *  more. */
  async function replaceAbandoned(submission: TaskSubmission): Promise<void> {
    const other = await submissions.ofTask(submission.taskKey);
    if (other && other.id !== submission.id) {
      const abandoned = clock.now().getTime() - other.submittedAt.getTime() > ABANDONED_AFTER_MS;
      if (other.state !== 'pending' || !abandoned) throw new TaskBeingCompleted();
      await submissions.settle(other.id, 'refused');
    }
    if (!(await submissions.add(submission))) throw new TaskBeingCompleted();
  }

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

  async function result({ taskKey, submittedBy }: TaskSubmission): Promise<TaskCommandResult> {
    const ended = await endedTask(taskKey);
    if (ended) return { task: ended.task, pending: false };
    return { task: (await view.one(taskKey, submittedBy))?.task ?? null, pending: true };
  }

  async function checkForm(
    { formKey, request }: Task,
    data: Record<string, unknown>,
    by: Staff,
  ): Promise<void> {
    if (formKey === null) return;
    const errors: FieldError[] = forms.check(formKey, data, '/data');
    const departments = await tree();
    for (const field of forms.departmentFields(formKey)) {
      const slug = data[field];
      if (typeof slug === 'string' && !departments.get(slug))
        errors.push({ path: `/data/${field}`, rule: 'department', message: 'must be a department' });
    }
    if (errors.length === 0 && request)
      errors.push(...(await outcomeCheck({ requestId: request.id, data, by })));
    if (errors.length > 0) throw new InvalidInput(undefined, { errors });
  }
}

export type CompletionService = ReturnType<typeof completionService>;
