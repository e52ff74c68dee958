import type { Db } from '../../platform/db.ts';
import { FOR_WHOM, isTimerMessage, realName, timeIn } from './scratch-names.ts';
import { dueAt, runTime } from './skipped-time.ts';
import type { RunRow } from './test-runs.repo.ts';

type Instance = {
  instance_key: string;
  process_key: string;
  parent_key: string | null;
  parent_element_key: string | null;
  state: 'active' | 'completed' | 'terminated';
};

export type ElementRow = {
  element_key: string;
  instance_key: string;
  element_id: string;
  state: 'active' | 'completed' | 'terminated';
};

export type OpenTask = {
  task_key: string;
  instance_key: string;
  element_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
  state: string;
};

export type Waiting = {
  awaited_key: string;
  instance_key: string;
  element_id: string;
  process_key: string;
  message_name: string;
  correlation_key: string | null;
  happened: number;
  since: Date;
};

export type WaitingTimer = Waiting & { time: string; dueAt: Date | undefined };

export type Variable = {
  instance_key: string;
  scope_key: string;
  name: string;
  value: string;
  changes: number;
};

export type RunState = Awaited<ReturnType<ReturnType<typeof runView>>>;

const MOST_INSTANCES = 100;

/** Where a run stands, from the read side. */
export const runView =
  (db: Db) => async (run: Pick<RunRow, 'prefix' | 'process_key' | 'elements' | 'skips'>, now: Date) => {
    const keys = Object.keys(run.elements).map((key) => `${run.prefix}-${key}`);
    const instances = (await db('process_instances')
      .whereIn('process_key', keys)
      .orderBy('instance_key')
      .limit(MOST_INSTANCES)
      .select('instance_key', 'process_key', 'parent_key', 'parent_element_key', 'state')) as Instance[];
    const of = instances.map(({ instance_key }) => instance_key);
    const [elements, flows, variables, tasks, waiting, jobs, incidents] = await Promise.all([
      db('element_instances')
        .whereIn('instance_key', of)
        .orderBy('element_key')
        .select('element_key', 'instance_key', 'element_id', 'state') as Promise<ElementRow[]>,
      db('flows_taken').whereIn('instance_key', of).select('instance_key', 'flow_id') as Promise<
        { instance_key: string; flow_id: string }[]
      >,
      db('instance_variables')
        .whereIn('instance_key', of)
        .orderBy(['instance_key', 'name'])
        .select('instance_key', 'scope_key', 'name', 'value', 'changes') as Promise<Variable[]>,
      db('test_run_tasks').whereIn('instance_key', of).orderBy('task_key') as Promise<OpenTask[]>,
      db('awaited')
        .join('process_instances as instance', 'instance.instance_key', 'awaited.instance_key')
        .whereIn('awaited.instance_key', of)
        .where('awaited.kind', 'message')
        .whereNull('awaited.ended_at')
        .whereNotNull('awaited.correlation_key')
        .orderBy('awaited_key')
        .select(
          'awaited_key',
          'awaited.instance_key',
          'element_id',
          'instance.process_key',
          'message_name',
          'correlation_key',
          'happened',
          'since',
        ) as Promise<Waiting[]>,
      db('jobs').whereIn('instance_key', of).whereNull('ended_at').count({ open: '*' }) as Promise<
        { open: string }[]
      >,
      db('incidents').whereIn('instance_key', of).where('state', 'open').orderBy('incident_key') as Promise<
        {
          instance_key: string;
          element_id: string | null;
          error_type: string;
          error_message: string;
          created_at: Date;
        }[]
      >,
    ]);
    const root = instances.find(
      ({ process_key, parent_key }) =>
        parent_key === null && process_key === `${run.prefix}-${run.process_key}`,
    );
    const processOf = new Map(instances.map((one) => [one.instance_key, realName(one.process_key)]));
    const elementOf = new Map(elements.map(({ element_key, element_id }) => [element_key, element_id]));
    const timers = waiting
      .filter(({ message_name }) => isTimerMessage(message_name))
      .map((one): WaitingTimer => {
        const time = timeIn(one.correlation_key ?? '');
        return { ...one, time, dueAt: dueAt(time, runTime(one.since, run.skips), one.happened) };
      })
      .filter(({ time, dueAt: due }) => due !== undefined || !time.startsWith('R'))
      .sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
    return {
      root,
      instances,
      elements,
      flows,
      variables,
      tasks: tasks.filter(({ state }) => state === 'created'),
      completedTasks: tasks.filter(({ state }) => state === 'completed'),
      messages: waiting.filter(({ message_name }) => !isTimerMessage(message_name)),
      timers,
      openJobs: Number(jobs[0]?.open ?? 0),
      incidents,
      processOf,
      elementOf,
      now: runTime(now, run.skips),
      whomOf: (elementKey: string): string | null =>
        variables.find(({ scope_key, name }) => scope_key === elementKey && name === FOR_WHOM)?.value ?? null,
      /** The value of a variable of the process itself. */
      variable: (instanceKey: string, name: string): unknown => {
        const found = variables.find((one) => one.scope_key === instanceKey && one.name === name);
        try {
          return found && (JSON.parse(found.value) as unknown);
        } catch {
          return undefined;
        }
      },
    };
  };
