import type { Resource } from '../../../engine/core/deployments.ts';
import { createEngine, type Answers, type Command } from '../../../engine/core/engine.ts';
import type { RecordLog } from '../../../engine/core/record-log.ts';
import type { Variables } from '../../../engine/core/model.ts';

/** An event that the engine wrote. Keys in `value` stand behind a marker, see record-log.ts. */
export type Written = {
  partition: number;
  valueType: string;
  intent: string;
  key: string;
  value: Record<string, unknown>;
};

export const START_OF_TIME = Date.UTC(2026, 0, 1);

/** The engine without wire, clock and journal: commands in, events out, and time moves when it is told to. */
export async function inMemory(resources: Resource[], { partitions = 1 }: { partitions?: number } = {}) {
  const written: Written[] = [];
  const log: RecordLog = {
    outgoing: [],
    at: () => {},
    acknowledge: () => {},
    emit: (partition, valueType, intent, key, value) =>
      void written.push({ partition, valueType, intent, key, value: { ...value } }),
  };
  const engine = createEngine({ partitions, log });
  let now = START_OF_TIME;
  const execute = <C extends Exclude<Command, { do: 'deploy' }>>(command: C) => engine.execute(command, now);
  const deploy = (more: Resource[]): Promise<Answers['deploy']> => engine.deploy(more, () => now);
  await deploy(resources);

  const events = (valueType: string, intent?: string): Written[] =>
    written.filter((one) => one.valueType === valueType && (!intent || one.intent === intent));

  return {
    execute,
    deploy,
    written,
    events,
    now: () => now,
    takeNewlyReady: () => engine.takeNewlyReady(),
    /** Ids of the elements that reached a state, in order. */
    elements: (intent = 'ELEMENT_ACTIVATED'): string[] =>
      events('PROCESS_INSTANCE', intent).map(({ value }) => String(value['elementId'])),
    publish: (
      name: string,
      correlationKey: string,
      {
        variables = {},
        messageId = '',
        ttlMs = 0,
      }: { variables?: Variables; messageId?: string; ttlMs?: number } = {},
    ) => execute({ do: 'publish', name, correlationKey, messageId, ttlMs, variables }),
    create: (processId: string, variables: Variables = {}): string =>
      execute({ do: 'create-instance', processId, variables }).key,
    /** Takes all jobs of a type that can be had now. */
    jobs: (type: string, { timeoutMs = 1_000 }: { timeoutMs?: number } = {}) =>
      execute({ do: 'activate-jobs', type, worker: 'test', max: 1_000, timeoutMs, fetch: [] }),
    completeJob: (jobKey: string, variables: Variables = {}) =>
      execute({ do: 'complete-job', jobKey, variables }),
    completeTask: (taskKey: string, variables: Variables = {}) =>
      execute({ do: 'complete-task', taskKey, action: '', variables }),
    /** Does the first job of a type that can be had now. */
    doJob(type: string, variables: Variables = {}): void {
      const [one] = execute({
        do: 'activate-jobs',
        type,
        worker: 'test',
        max: 1,
        timeoutMs: 1_000,
        fetch: [],
      });
      execute({ do: 'complete-job', jobKey: one?.job.key ?? '', variables });
    },
    throwError(type: string, code: string): void {
      const [one] = execute({
        do: 'activate-jobs',
        type,
        worker: 'test',
        max: 1,
        timeoutMs: 1_000,
        fetch: [],
      });
      execute({ do: 'throw-error', jobKey: one?.job.key ?? '', code, message: '', variables: {} });
    },
    /** Error type and element of each incident, in order. */
    incidents: () =>
      events('INCIDENT', 'CREATED').map(({ value }) => [value['errorType'], value['elementId']]),
    /** The tasks that were created at an element, in order. */
    tasksAt: (elementId: string): string[] =>
      events('USER_TASK', 'CREATED')
        .filter(({ value }) => value['elementId'] === elementId)
        .map(({ key }) => key),
    /** The newest task at an element. */
    taskAt: (elementId: string): string =>
      events('USER_TASK', 'CREATED').findLast(({ value }) => value['elementId'] === elementId)?.key ?? '',
    isOver: (processId: string): boolean =>
      events('PROCESS_INSTANCE', 'ELEMENT_COMPLETED').some(({ value }) => value['elementId'] === processId),
    /** Lets time pass, up to a moment or by so many milliseconds. */
    advance(by: { ms: number } | { to: number }): void {
      now = 'ms' in by ? now + by.ms : by.to;
      execute({ do: 'tick' });
    },
  };
}

export type InMemory = Awaited<ReturnType<typeof inMemory>>;
