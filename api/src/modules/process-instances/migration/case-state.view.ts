import type { Db } from '#api/platform/db.ts';
import { readInstanceVariables } from '../reads/instance-variables.read.ts';
import type { MigrationItemRow } from './instance-migration.repo.ts';

export type CaseInstance = { state: 'active' | 'completed' | 'terminated'; version: number | null };

export type TaskPair = {
  old_key: string;
  new_key: string;
  assignee: string | null;
  new_assignee: string | null;
  groups: string[];
  new_groups: string[];
};

/** Read side of a case that is being migrated. */
export const caseStateView = (db: Db) => ({
  instance: (instanceKey: string): Promise<CaseInstance | undefined> =>
    db('process_instances').where({ instance_key: instanceKey }).first('state', 'version') as Promise<
      CaseInstance | undefined
    >,

  /** Returns the instances that continue this one, oldest first. */
  continuations: async (instanceKey: string): Promise<{ instance_key: string; state: string }[]> =>
    db('process_instances')
      .where({ moved_from: instanceKey })
      .orderBy('instance_key')
      .select('instance_key', 'state') as unknown as Promise<{ instance_key: string; state: string }[]>,

  /** Tells whether every partition has been read beyond a moment of the engine. */
  async hasProjectedPast(moment: Date): Promise<boolean> {
    const { rows } = await db.raw<{ rows: { beyond: boolean }[] }>(
      `select coalesce(min(record_at) > ?, false) as beyond from engine_positions where exporter = 'fast'`,
      [moment],
    );
    return rows[0]?.beyond ?? false;
  },

  /** Tells whether a message to the process is being sent, or was sent so recently that its effect may not be
   *  visible yet. */
  async hasMessageInFlight(requestId: string, quietMs: number): Promise<boolean> {
    const { rows } = await db.raw<{ rows: { busy: boolean }[] }>(
      `select exists (select from outbox where request_id = ?
          and (sent_at > clock_timestamp() - ? * interval '1 millisecond' or (sent_at is null and attempts > 0))) as busy`,
      [requestId, quietMs],
    );
    return rows[0]?.busy ?? false;
  },

  /** Tells whether somebody has completed a task, or is completing one, that the read side still shows as
   *  open. */
  async hasPendingCompletion(instanceKey: string): Promise<boolean> {
    const { rows } = await db.raw<{ rows: { busy: boolean }[] }>(
      `select exists (select from tasks t join task_submissions s on s.task_key = t.task_key and s.state <> 'refused'
          where t.instance_key = ? and t.state = 'created') as busy`,
      [instanceKey],
    );
    return rows[0]?.busy ?? false;
  },

  /** Returns the variables of the process instance itself. */
  async variables(instanceKey: string): Promise<Record<string, unknown>> {
    const rows = await readInstanceVariables(db, instanceKey);
    return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
  },

  /** Tells whether an instance that has ended progressed after it was examined: an element with a token was
   *  completed, or a new one was entered. */
  async hasProgressedSince(
    instanceKey: string,
    standing: readonly string[],
    lastKey: string | null,
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: { on: boolean }[] }>(
      `select exists (select from element_instances where instance_key = ?
          and (element_key > ? or (element_key = any(?::bigint[]) and state = 'completed'))) as on`,
      [instanceKey, lastKey ?? '0', standing as string[]],
    );
    return rows[0]?.on ?? false;
  },

  /** Pairs the open tasks of the old instance with those that take their place. Of several at one element the
   *  older replaces the older.
   *  @returns undefined as long as one of the new tasks is missing */
  async taskPairs(
    {
      instance_key: oldKey,
      standing_keys: standing,
    }: Pick<MigrationItemRow, 'instance_key' | 'standing_keys'>,
    newKey: string,
    targetOf: (elementId: string) => string,
  ): Promise<TaskPair[] | undefined> {
    type Task = { task_key: string; element_id: string; assignee: string | null; candidate_groups: string[] };
    const tasksOf = (instanceKey: string) =>
      db('tasks')
        .where({ instance_key: instanceKey })
        .orderBy('task_key')
        .select('task_key', 'element_id', 'assignee', 'candidate_groups');
    const [old, now] = (await Promise.all([
      tasksOf(oldKey).whereIn('element_instance_key', standing),
      tasksOf(newKey),
    ])) as unknown as [Task[], Task[]];
    const free = [...now];
    const pairs: TaskPair[] = [];
    for (const task of old) {
      const at = free.findIndex(({ element_id }) => element_id === targetOf(task.element_id));
      const [next] = at < 0 ? [] : free.splice(at, 1);
      if (!next) return undefined;
      pairs.push({
        old_key: task.task_key,
        new_key: next.task_key,
        assignee: task.assignee,
        new_assignee: next.assignee,
        groups: task.candidate_groups,
        new_groups: next.candidate_groups,
      });
    }
    return pairs;
  },
});
