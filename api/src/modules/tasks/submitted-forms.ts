import type { Db } from '#api/platform/db.ts';

export type SubmittedForm = { data: Record<string, unknown>; by: string; at: Date };

export type SubmittedForms = {
  /** The latest form that completed an element of a request's process.
   *  @returns undefined when there is none */
  latest(requestId: string, elementId: string): Promise<SubmittedForm | undefined>;
  /** The same of the instance in which a task stands, for what is about no request. */
  latestOfInstance(taskKey: string, elementId: string): Promise<SubmittedForm | undefined>;
};

/** What people wrote into the forms of a request's tasks, for the steps that go on with it. A form is stored before the engine
 *  is told that its task is done, so a later step finds it. */
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
