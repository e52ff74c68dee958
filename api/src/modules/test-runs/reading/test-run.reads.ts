import { instanceSetReads, type Truncated } from '#api/modules/process-instances/index.ts';
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

export type OpenTask = {
  task_key: string;
  instance_key: string;
  element_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
};

/** Read side of the instances of a run; every list has a limit. */
export function testRunReads(db: Db) {
  const total = db.raw('count(*) over ()::integer as total');
  const set = instanceSetReads(db);

  return {
    instances: (processKeys: readonly string[]) => set.instances(processKeys, { limit: MAX_INSTANCES }),
    elements: set.elements,
    flows: set.flows,
    variables: (of: string[]) =>
      set.variables(of, { limit: MAX_VARIABLES_PER_INSTANCE, except: INTENDED_GROUP_VARIABLE }),
    variableCounts: (of: string[]) => set.variableCounts(of, { except: INTENDED_GROUP_VARIABLE }),
    awaited: (of: string[]) => set.awaited(of, { limit: MAX_AWAITED, maxKeyLength: MAX_KEY_LENGTH }),
    openJobs: set.openJobs,
    incidents: (of: string[]) => set.incidents(of, { limit: MAX_INCIDENTS }),

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
      const instances = [...new Set(tasks.map(({ instance_key }) => instance_key))];
      const elements = tasks.map(({ element_key }) => element_key);
      const [groups, departments] = await Promise.all([
        set.valuesInScopes(instances, INTENDED_GROUP_VARIABLE, elements),
        set.valuesInScopes(instances, 'department', instances),
      ]);
      return new Map([...groups, ...departments]);
    },
  };
}
