import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#api/platform/clock.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { CompleteTask, TaskCommandResult } from '#common/contract/index.ts';
import { submissionSender, type SubmissionSenderDeps } from './submission-sender.ts';
import type { TaskSubmission } from './submissions.repo.ts';
import { submittedFormCheck, type SubmittedFormCheckDeps } from './submitted-form-check.ts';
import { assertNotBarred, assertVersion, type TaskAccess } from './task-access.ts';
import type { TaskRules } from './task-rules.ts';
import { NotYourTask, SubmissionReused, TaskBeingCompleted } from './tasks.errors.ts';

/** Age from which a pending submission has no command under way any more (commands give up earlier), so that
 *  a new one may follow. */
const ABANDONED_AFTER_MS = 30_000;

type Deps = SubmissionSenderDeps &
  SubmittedFormCheckDeps & { access: TaskAccess; rules: TaskRules; clock: Clock };

type Completion = CompleteTask & { taskKey: string; by: Staff };

/** Completes tasks. The submission is stored first, under an id that goes to the engine as the `action` of
 *  the command and comes back with the record of the completed task: a caller who asks again after a time-out
 *  learns the result, and nothing is done twice. */
export function completionService(deps: Deps) {
  const { submissions, access, rules, clock } = deps;
  const { send, settleBy, result } = submissionSender(deps);
  const checkForm = submittedFormCheck(deps);

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
}

export type CompletionService = ReturnType<typeof completionService>;
