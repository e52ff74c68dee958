import type { Db } from '#api/platform/db.ts';

export type SubmittedForm = { data: Record<string, unknown>; by: string; at: Date };

export type SubmittedForms = {
  /** Returns the latest form that completed an element of a request's process.
   *  @returns undefined when there is none */
  latest(requestId: string, elementId: string): Promise<SubmittedForm | undefined>;
  /** Returns the same for the instance of a task, when it is not about a request. */
  latestOfInstance(taskKey: string, elementId: string): Promise<SubmittedForm | undefined>;
};

/** Forms that people submitted with a request's tasks, for the steps that follow. A form is stored before the
 *  engine is told that its task is done, so a later step finds it. */
export const submittedForms = (db: Db): SubmittedForms => {
  const tasks = () => db('tasks').select('task_key');
  const latestOf = (elementId: string) =>
    db('task_submissions')
      .select('data', 'submitted_by as by', 'submitted_at as at')
      .where({ element_id: elementId })
      .whereNot({ state: 'refused' })
      .orderBy('submitted_at', 'desc')
      .first<SubmittedForm | undefined>();

  return {
    latest: (requestId, elementId) =>
      latestOf(elementId).where((of) =>
        of.where({ request_id: requestId }).orWhereIn('task_key', tasks().where({ request_id: requestId })),
      ),

    latestOfInstance: (taskKey, elementId) =>
      latestOf(elementId).whereIn(
        'task_key',
        tasks().where('instance_key', db('tasks').select('instance_key').where({ task_key: taskKey })),
      ),
  };
};
