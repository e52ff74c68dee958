import type { Resource } from './core/deployments.ts';
import { createEngine, type Answers, type Command } from './core/engine.ts';
import type { RecordLog } from './core/record-log.ts';
import type { Variables } from './core/model.ts';

/** An event that the double wrote. Keys in `value` stand behind a marker, see record-log.ts. */
export type Written = {
  partition: number;
  valueType: string;
  intent: string;
  key: string;
  value: Record<string, unknown>;
};

export const START_OF_TIME = Date.UTC(2026, 0, 1);

/** The double without wire, clock and journal: commands in, events out, and time moves when it is told to. */
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
    /** Lets time pass, up to a moment or by so many milliseconds. */
    advance(by: { ms: number } | { to: number }): void {
      now = 'ms' in by ? now + by.ms : by.to;
      execute({ do: 'tick' });
    },
  };
}

export type InMemory = Awaited<ReturnType<typeof inMemory>>;

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="test">`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A diagram with the given elements; `flows` are written `A -> B`, or `A -> B: condition`, and get ids from 1. */
export function aDiagram(id: string, elements: string, flows: string[] = [], roots = ''): Resource {
  const sequence = flows.map((flow, index) => {
    const [, source, target, condition] = /^(\w+) -> (\w+)(?:: (.*))?$/.exec(flow) ?? [];
    const inside = condition
      ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`
      : '';
    return `<bpmn:sequenceFlow id="Flow_${index + 1}" sourceRef="${source}" targetRef="${target}">${inside}</bpmn:sequenceFlow>`;
  });
  const xml = `${HEAD}<bpmn:process id="${id}" isExecutable="true">${elements}${sequence.join('')}</bpmn:process>${roots}</bpmn:definitions>`;
  return { name: `${id}.bpmn`, content: base64(xml) };
}

const extended = (inside: string): string => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;

export const start = (id = 'Start'): string => `<bpmn:startEvent id="${id}" />`;
export const end = (id = 'End'): string => `<bpmn:endEvent id="${id}" />`;

export const messageStart = (id: string, message: string): string =>
  `<bpmn:startEvent id="${id}"><bpmn:messageEventDefinition messageRef="${message}" /></bpmn:startEvent>`;

export const serviceTask = (id: string, type: string, { retries = 3, io = '' } = {}): string =>
  `<bpmn:serviceTask id="${id}">${extended(`<zeebe:taskDefinition type="${type}" retries="${retries}" />${mapping(io)}`)}</bpmn:serviceTask>`;

export const userTask = (id: string, groups = 'clerks', io = ''): string =>
  `<bpmn:userTask id="${id}">${extended(`<zeebe:userTask /><zeebe:formDefinition externalReference="a/form" /><zeebe:assignmentDefinition candidateGroups="${groups}" />${mapping(io)}`)}</bpmn:userTask>`;

const mapping = (io: string): string => (io ? `<zeebe:ioMapping>${io}</zeebe:ioMapping>` : '');
export const input = (source: string, target: string): string =>
  `<zeebe:input source="${source}" target="${target}" />`;
export const output = (source: string, target: string): string =>
  `<zeebe:output source="${source}" target="${target}" />`;

export const catchMessage = (id: string, message: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:messageEventDefinition messageRef="${message}" /></bpmn:intermediateCatchEvent>`;

export const timer = (duration: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`;

export const catchTimer = (id: string, duration: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${timer(duration)}</bpmn:intermediateCatchEvent>`;

/** A message of the diagram; `correlationKey` is left out for one that only starts. */
export const message = (id: string, name: string, correlationKey?: string): string =>
  `<bpmn:message id="${id}" name="${name}">${correlationKey ? extended(`<zeebe:subscription correlationKey="${correlationKey}" />`) : ''}</bpmn:message>`;
