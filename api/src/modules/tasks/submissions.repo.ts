import type { Db } from '#api/platform/db.ts';

export type TaskSubmission = {
  id: string;
  taskKey: string;
  requestId: string | null;
  elementId: string;
  formKey: string | null;
  data: Record<string, unknown>;
  submittedBy: string;
  submittedAt: Date;
  state: 'pending' | 'accepted' | 'refused';
};

const BATCH_SIZE = 100;

/** Submissions with which people completed tasks. At most one row per task is pending or accepted. */
export const submissionsRepo = (db: Db) => ({
  async get(id: string): Promise<TaskSubmission | undefined> {
    const row: Row | undefined = await db('task_submissions').where({ id }).first();
    return row && toSubmission(row);
  },

  /** Returns the submission of a task that counts: the pending or accepted one. */
  async ofTask(taskKey: string): Promise<TaskSubmission | undefined> {
    const row: Row | undefined = await db('task_submissions')
      .where('task_key', taskKey)
      .whereNot('state', 'refused')
      .first();
    return row && toSubmission(row);
  },

  /** Returns submissions that were pending before a moment and whose task has ended: nobody asked for their
   *  result.
   *  @returns at most a hundred, oldest first, each with the action that ended its task according to the read
   *  side */
  async pendingOfEndedTasks(before: Date): Promise<{ submission: TaskSubmission; endedBy: string | null }[]> {
    const rows: (Row & { last_action: string | null })[] = await db('task_submissions as s')
      .join('tasks as t', 't.task_key', 's.task_key')
      .where('s.state', 'pending')
      .where('s.submitted_at', '<', before)
      .whereNot('t.state', 'created')
      .orderBy('s.submitted_at')
      .limit(BATCH_SIZE)
      .select('s.*', 't.last_action');
    return rows.map((row) => ({ submission: toSubmission(row), endedBy: row.last_action }));
  },

  /** @returns false, without writing, when another submission of the task is pending or accepted, or the id
   *  is taken */
  async add(submission: Omit<TaskSubmission, 'state'>): Promise<boolean> {
    const { rowCount } = await db.raw(
      `insert into task_submissions
         (id, task_key, request_id, element_id, form_key, data, submitted_by, submitted_at, state)
       values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, 'pending') on conflict do nothing`,
      [
        submission.id,
        submission.taskKey,
        submission.requestId as string,
        submission.elementId,
        submission.formKey as string,
        JSON.stringify(submission.data),
        submission.submittedBy,
        submission.submittedAt,
      ],
    );
    return rowCount === 1;
  },

  /** Settles a pending submission only, so that a late call changes nothing. */
  async settle(id: string, state: 'accepted' | 'refused'): Promise<void> {
    await db('task_submissions').where({ id, state: 'pending' }).update({ state });
  },

  /** Makes a refused submission pending again.
   *  @returns false when another submission of the task counts now */
  async reopen(id: string): Promise<boolean> {
    const { rowCount } = await db.raw(
      `update task_submissions mine set state = 'pending'
        where id = ? and state = 'refused'
          and not exists (select 1 from task_submissions other
                           where other.task_key = mine.task_key and other.state <> 'refused')`,
      [id],
    );
    return rowCount === 1;
  },

  /** Settles the submissions of a task by the read side: the one that ended the task counts, if any did, and
   *  no other does. */
  async settleTask(taskKey: string, lastAction: string | null): Promise<void> {
    await db.transaction(async (tx) => {
      const set = (state: TaskSubmission['state'], sign: '=' | '<>') =>
        tx.raw(
          `update task_submissions set state = ? where task_key = ? and id::text ${sign} ? and state <> ?`,
          [state, taskKey, lastAction ?? '', state],
        );
      await set('refused', '<>');
      await set('accepted', '=');
    });
  },
});

type Row = {
  id: string;
  task_key: string;
  request_id: string | null;
  element_id: string;
  form_key: string | null;
  data: Record<string, unknown>;
  submitted_by: string;
  submitted_at: Date;
  state: TaskSubmission['state'];
};

const toSubmission = (row: Row): TaskSubmission => ({
  id: row.id,
  taskKey: row.task_key,
  requestId: row.request_id,
  elementId: row.element_id,
  formKey: row.form_key,
  data: row.data,
  submittedBy: row.submitted_by,
  submittedAt: row.submitted_at,
  state: row.state,
});
