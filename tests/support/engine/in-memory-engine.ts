import {
  type Command,
  type CommandResult,
  type CommandResults,
  createInterpreter,
} from '#engine/core/engine.ts';
import type { Variables } from '#engine/core/model.ts';
import { prepare, type Resource } from '#engine/core/prepare.ts';
import { createRegistry } from '#engine/core/registry.ts';
import { StepLimitExceeded } from '#engine/core/rejection.ts';
import { firstCounters } from '#engine/core/runtime.ts';
import { createUnitOfWork } from '#engine/store/unit-of-work.ts';
import { memoryState } from './memory-state.ts';

/** Event written by the engine. */
export type WrittenEvent = {
  partition: number;
  valueType: string;
  intent: string;
  key: string;
  value: Record<string, unknown>;
};

export const START_OF_TIME = Date.UTC(2026, 0, 1);

/** Creates an engine without network, clock and database: takes commands, emits events, and advances time
 *  only on demand. */
export async function inMemoryEngine(
  resources: Resource[],
  { partitions = 1 }: { partitions?: number } = {},
) {
  const written: WrittenEvent[] = [];
  let pending: WrittenEvent[] = [];
  const registry = createRegistry();
  const interpreter = createInterpreter({
    partitions,
    registry,
    log: {
      written: [],
      at: () => {},
      begin: () => void (pending = []),
      emit: (partition, valueType, intent, key, value) =>
        void pending.push({ partition, valueType, intent, key, value: { ...value } }),
    },
  });
  const state = memoryState(registry.definitions);
  const newlyReady = new Set<string>();
  let counters = firstCounters(partitions);
  let now = START_OF_TIME;
  let turn = 0;
  const execute = <C extends Command>(command: C): CommandResult<C> => {
    turn += 1;
    try {
      return attempt(command, false);
    } catch (error) {
      if (!(error instanceof StepLimitExceeded)) throw error;
      return attempt(command, true);
    }
  };
  const attempt = <C extends Command>(command: C, parking: boolean): CommandResult<C> => {
    state.begin();
    const work = createUnitOfWork(state.known, turn * 65_536);
    interpreter.begin(work, counters);
    const answer = interpreter.execute(command, now, { parking });
    state.apply(work.changes);
    counters = interpreter.counters();
    written.push(...pending);
    for (const type of interpreter.takeNewlyReady()) newlyReady.add(type);
    return answer;
  };
  const deploy = async (more: Resource[]): Promise<CommandResults['deploy']> =>
    execute({ do: 'deploy', prepared: await Promise.all(more.map(prepare)) });
  await deploy(resources);

  const events = (valueType: string, intent?: string): WrittenEvent[] =>
    written.filter((one) => one.valueType === valueType && (!intent || one.intent === intent));

  return {
    execute,
    deploy,
    written,
    events,
    now: () => now,
    takeNewlyReady(): string[] {
      const types = [...newlyReady];
      newlyReady.clear();
      return types;
    },
    /** Returns an instance as currently stored, by its own key or any key inside it. */
    instance: state.instance,
    /** Returns the size of an instance's document, and how much is stored outside all documents. */
    sizes: state.sizes,
    /** Returns the ids of elements that reached a state, in order. */
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
    /** Activates all available jobs of a type. */
    jobs: (type: string, { timeoutMs = 1_000 }: { timeoutMs?: number } = {}) =>
      execute({ do: 'activate-jobs', type, worker: 'test', max: 1_000, timeoutMs, fetch: [] }),
    completeJob: (jobKey: string, variables: Variables = {}) =>
      execute({ do: 'complete-job', jobKey, variables }),
    completeTask: (taskKey: string, variables: Variables = {}) =>
      execute({ do: 'complete-task', taskKey, action: '', variables }),
    /** Completes the first available job of a type. */
    doJob(type: string, variables: Variables = {}): void {
      const [one] = execute({
        do: 'activate-jobs',
        type,
        worker: 'test',
        max: 1,
        timeoutMs: 1_000,
        fetch: [],
      });
      execute({ do: 'complete-job', jobKey: one?.key ?? '', variables });
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
      execute({ do: 'throw-error', jobKey: one?.key ?? '', code, message: '', variables: {} });
    },
    /** Returns error type and element of each incident, in order. */
    incidents: () =>
      events('INCIDENT', 'CREATED').map(({ value }) => [value['errorType'], value['elementId']]),
    /** Returns the tasks created at an element, in order. */
    tasksAt: (elementId: string): string[] =>
      events('USER_TASK', 'CREATED')
        .filter(({ value }) => value['elementId'] === elementId)
        .map(({ key }) => key),
    /** Returns the newest task at an element. */
    taskAt: (elementId: string): string =>
      events('USER_TASK', 'CREATED').findLast(({ value }) => value['elementId'] === elementId)?.key ?? '',
    isOver: (processId: string): boolean =>
      events('PROCESS_INSTANCE', 'ELEMENT_COMPLETED').some(({ value }) => value['elementId'] === processId),
    /** Advances time to a moment or by a number of milliseconds. */
    advance(by: { ms: number } | { to: number }): void {
      now = 'ms' in by ? now + by.ms : by.to;
      for (let due = state.due(now); due.length > 0; due = state.due(now))
        for (const { kind, key } of due) execute({ do: 'happen', due: { kind, key } });
    },
  };
}

export type InMemoryEngine = Awaited<ReturnType<typeof inMemoryEngine>>;
