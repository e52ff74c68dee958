import { type Db, prepared } from '#api/platform/db.ts';
import type { RequestFacts, TaskFacts } from '../visibility/index.ts';

export type ChangedTask = { key: string; facts: TaskFacts };
export type ChangedRequest = { id: string; facts: RequestFacts };

type TaskRow = {
  queue: string;
  assignee: string | null;
  service: string | null;
  barred: string | null;
  handed_to: string[];
};

type ChangedRow = {
  id: string;
  department: string;
  confidential: boolean;
  barred: string | null;
  tasks: TaskRow[];
};

/** Facts of the changed objects by which visibility is decided, read once for all listeners. */
export const changedFacts = (db: Db, confidentialServices: () => Promise<ReadonlySet<string>>) => ({
  async tasks(keys: readonly string[]): Promise<ChangedTask[]> {
    if (keys.length === 0) return [];
    const confidential = await confidentialServices();
    const rows = (await db('tasks')
      .select('task_key', 'queue', 'assignee', 'service', 'handed_to', 'barred_department as barred')
      .whereRaw(`task_key = any(?::bigint[]) and state <> 'pending'`, [[...keys]])
      .options(prepared('changed-tasks'))) as (TaskRow & { task_key: string })[];
    return rows.map((row) => ({ key: row.task_key, facts: taskFacts(row, confidential) }));
  },

  async requests(ids: readonly string[]): Promise<ChangedRequest[]> {
    if (ids.length === 0) return [];
    const confidential = await confidentialServices();
    const { rows } = (await db
      .raw(
        `select id, department, confidential, barred_department as barred,
              (select coalesce(jsonb_agg(jsonb_build_object('queue', queue, 'assignee', assignee, 'service', t.service,
                                                            'handed_to', handed_to, 'barred', t.barred_department)), '[]')
                 from tasks t where t.request_id = requests.id and t.state = 'created') as tasks
         from requests where id = any(?::uuid[])`,
        [[...ids]],
      )
      .options(prepared('changed-requests'))) as { rows: ChangedRow[] };
    return rows.map(({ id, department, confidential: closed, barred, tasks }) => ({
      id,
      facts: {
        department,
        confidential: closed,
        barred,
        openTasks: tasks.map((task) => taskFacts(task, confidential)),
      },
    }));
  },
});

const taskFacts = (
  { queue, assignee, service, barred, handed_to: handedTo }: TaskRow,
  confidential: ReadonlySet<string>,
): TaskFacts => ({ queue, assignee, confidential: confidential.has(service ?? ''), barred, handedTo });
