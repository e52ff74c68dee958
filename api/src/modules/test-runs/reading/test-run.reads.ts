import type { Db } from '#api/platform/db.ts';
import { INTENDED_GROUP_VARIABLE } from '../isolation/scratch-names.ts';

/** Limits for what is read of a run. The rest is counted. */
const MAX_INSTANCES = 100;
const MAX_TASKS = 20;
const MAX_AWAITED = 100;
const MAX_INCIDENTS = 20;
const MAX_VARIABLES_PER_INSTANCE = 100;
/** In characters: awaited messages with a longer key are left out. */
const MAX_KEY_LENGTH = 2_000;

/** Row of a truncated list; `total` counts all rows. */
export type Truncated<T> = T & { total: number };

export type RunInstance = {
  instance_key: string;
  process_key: string;
  parent_key: string | null;
  /** Call activity in the parent. */
  called_by: string | null;
  state: 'active' | 'completed' | 'terminated';
};

/** Number of times an element was reached in an instance. */
export type ElementCount = {
  instance_key: string;
  element_id: string;
  active: number;
  done: number;
  ended: number;
};

export type OpenTask = {
  task_key: string;
  instance_key: string;
  element_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
};

export type AwaitedInRun = {
  awaited_key: string;
  instance_key: string;
  element_id: string;
  process_key: string;
  message_name: string;
  correlation_key: string;
  happened: number;
  since: Date;
};

export type RunVariable = {
  instance_key: string;
  /** Null for a variable of the process itself. */
  element_id: string | null;
  name: string;
  value: string;
  changes: number;
};

export type RunIncident = {
  instance_key: string;
  element_id: string | null;
  error_type: string;
  error_message: string;
  created_at: Date;
};

/** Read side of the instances of a run; every list has a limit. */
export function testRunReads(db: Db) {
  const total = db.raw('count(*) over ()::integer as total');

  return {
    /** Calling instances come before the called ones. */
    instances: (processKeys: readonly string[]): Promise<Truncated<RunInstance>[]> =>
      db('process_instances as instance')
        .leftJoin('element_instances as call', 'call.element_key', 'instance.parent_element_key')
        .whereIn('instance.process_key', [...processKeys])
        .orderBy('instance.instance_key')
        .limit(MAX_INSTANCES)
        .select('instance.instance_key', 'instance.process_key', 'instance.parent_key', 'instance.state')
        .select('call.element_id as called_by', total),

    elements: (of: string[]): Promise<ElementCount[]> =>
      db('element_instances')
        .whereIn('instance_key', of)
        .groupBy('instance_key', 'element_id')
        .orderByRaw('min(element_key)')
        .select('instance_key', 'element_id')
        .select(db.raw(`count(*) filter (where state = 'active')::integer as active`))
        .select(db.raw(`count(*) filter (where state = 'completed')::integer as done`))
        .select(db.raw(`count(*) filter (where state = 'terminated')::integer as ended`)),

    flows: (of: string[]): Promise<{ instance_key: string; flow_id: string }[]> =>
      db('flows_taken').whereIn('instance_key', of).select('instance_key', 'flow_id'),

    /** Variables of the process come before those of its elements. */
    async variables(of: string[]): Promise<RunVariable[]> {
      const { rows } = await db.raw<{ rows: RunVariable[] }>(
        `select v.instance_key, v.name, v.value, v.changes,
                case when not v.is_local then null else coalesce(e.element_id, '') end as element_id
           from unnest(?::bigint[]) as own (instance_key)
          cross join lateral (
                select *, scope_key <> instance_key as is_local from instance_variables
                 where instance_key = own.instance_key and name <> ?
                 order by scope_key <> instance_key, name, scope_key limit ${MAX_VARIABLES_PER_INSTANCE}) v
           left join element_instances e on e.element_key = v.scope_key
          order by v.instance_key, v.is_local, v.name, v.scope_key`,
        [of, INTENDED_GROUP_VARIABLE] as never,
      );
      return rows;
    },

    /** Counts the variables of each instance. */
    async variableCounts(of: string[]): Promise<Map<string, number>> {
      const rows = (await db('instance_variables')
        .whereIn('instance_key', of)
        .whereNot({ name: INTENDED_GROUP_VARIABLE })
        .groupBy('instance_key')
        .select('instance_key', db.raw('count(*)::integer as variables'))) as {
        instance_key: string;
        variables: number;
      }[];
      return new Map(rows.map(({ instance_key, variables }) => [instance_key, variables]));
    },

    openTasks: (of: string[]): Promise<Truncated<OpenTask>[]> =>
      db('test_run_tasks')
        .whereIn('instance_key', of)
        .where({ state: 'created' })
        .orderBy('task_key')
        .limit(MAX_TASKS)
        .select('task_key', 'instance_key', 'element_key', 'element_id', 'process_key', 'form_key', total),

    /** Counts the completions of each task. */
    completedTasks: (of: string[]): Promise<{ process_key: string; element_id: string; times: number }[]> =>
      db('test_run_tasks')
        .whereIn('instance_key', of)
        .where({ state: 'completed' })
        .groupBy('process_key', 'element_id')
        .select('process_key', 'element_id', db.raw('count(*)::integer as times')),

    /** Returns the variables that say for which group tasks are, by the key of their element, and for which
     *  department, by the key of their instance. */
    async aboutTasks(tasks: readonly OpenTask[]): Promise<Map<string, string>> {
      const rows = (await db('instance_variables')
        .whereIn('instance_key', [...new Set(tasks.map(({ instance_key }) => instance_key))])
        .where((either) =>
          either
            .where({ name: INTENDED_GROUP_VARIABLE })
            .whereIn(
              'scope_key',
              tasks.map(({ element_key }) => element_key),
            )
            .orWhere((own) => own.where({ name: 'department' }).whereRaw('scope_key = instance_key')),
        )
        .select('scope_key', 'value')) as { scope_key: string; value: string }[];
      return new Map(rows.map(({ scope_key, value }) => [scope_key, value]));
    },

    awaited: (of: string[]): Promise<Truncated<AwaitedInRun>[]> =>
      db('awaited')
        .join('process_instances as instance', 'instance.instance_key', 'awaited.instance_key')
        .whereIn('awaited.instance_key', of)
        .where('awaited.kind', 'message')
        .whereNull('awaited.ended_at')
        .whereRaw('length(awaited.correlation_key) <= ?', [MAX_KEY_LENGTH])
        .orderBy('awaited_key')
        .limit(MAX_AWAITED)
        .select('awaited_key', 'awaited.instance_key', 'element_id', 'instance.process_key', 'message_name')
        .select('correlation_key', 'happened', 'since', total),

    async openJobs(of: string[]): Promise<number> {
      const [row] = await db('jobs').whereIn('instance_key', of).whereNull('ended_at').count({ open: '*' });
      return Number(row?.open ?? 0);
    },

    incidents: (of: string[]): Promise<Truncated<RunIncident>[]> =>
      db('incidents')
        .whereIn('instance_key', of)
        .where('state', 'open')
        .orderBy('incident_key')
        .limit(MAX_INCIDENTS)
        .select('instance_key', 'element_id', 'error_type', 'error_message', 'created_at', total),
  };
}
