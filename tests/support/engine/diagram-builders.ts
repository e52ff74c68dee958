import type { Resource } from '#engine/core/prepare.ts';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="test">`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Builds a diagram with the given elements. `flows` are written `A -> B` or `A -> B: condition`, with ids
 *  counted from 1. */
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
  `<bpmn:startEvent id="${id}">${messageEvent(message)}</bpmn:startEvent>`;

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
  `<bpmn:intermediateCatchEvent id="${id}">${messageEvent(message)}</bpmn:intermediateCatchEvent>`;

export const timer = (duration: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`;

/** Builds a timer with a repeating interval, such as `R3/PT1H`. */
export const cycle = (interval: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">${interval}</bpmn:timeCycle></bpmn:timerEventDefinition>`;

export const messageEvent = (message: string): string =>
  `<bpmn:messageEventDefinition messageRef="${message}" />`;

/** Builds an error event; without an error it catches all. */
export const errorEvent = (error = ''): string =>
  `<bpmn:errorEventDefinition ${error ? `errorRef="${error}"` : ''} />`;

export const error = (id: string, code: string): string =>
  `<bpmn:error id="${id}" name="${code}" errorCode="${code}" />`;

export const errorEnd = (id: string, error: string): string =>
  `<bpmn:endEvent id="${id}">${errorEvent(error)}</bpmn:endEvent>`;

export const subprocess = (id: string, inside: string, { io = '' } = {}): string =>
  `<bpmn:subProcess id="${id}">${extended(mapping(io))}${inside}</bpmn:subProcess>`;

/** Builds an event subprocess `On`, which starts at `OnStart` with an event and leads through an element to
 *  `OnEnd`. */
export const eventSubprocess = (
  event: string,
  element: string,
  { interrupting = true, io = '', startIo = '' } = {},
): string => {
  const [, id = ''] = /id="(\w+)"/.exec(element) ?? [];
  return `<bpmn:subProcess id="On" triggeredByEvent="true">${extended(mapping(io))}
    <bpmn:startEvent id="OnStart" isInterrupting="${interrupting}">${extended(mapping(startIo))}${event}</bpmn:startEvent>
    ${element}${end('OnEnd')}${sequence('On_1', 'OnStart', id)}${sequence('On_2', id, 'OnEnd')}</bpmn:subProcess>`;
};

export const callActivity = (id: string, processId: string, { rest = '', io = '' } = {}): string =>
  `<bpmn:callActivity id="${id}">${extended(`<zeebe:calledElement processId="${processId}" ${rest} />${mapping(io)}`)}</bpmn:callActivity>`;

/** Adds a multi-instance marker to an activity. */
export const multiInstance = (
  activity: string,
  loop: string,
  { sequential = false, until = '' } = {},
): string => {
  const condition = until
    ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${until}</bpmn:completionCondition>`
    : '';
  const marker = `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${extended(`<zeebe:loopCharacteristics ${loop} />`)}${condition}</bpmn:multiInstanceLoopCharacteristics>`;
  return activity.replace(/<\/bpmn:\w+>$/, (closing) => marker + closing);
};

/** Builds a compensation boundary event with its handler. */
export const compensationBoundary = (host: string, handler: string): string =>
  `<bpmn:boundaryEvent id="Undo_${host}" attachedToRef="${host}"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>
   <bpmn:association id="Undoing_${host}" sourceRef="Undo_${host}" targetRef="${handler}" />`;

export const compensationHandler = (task: string): string =>
  task.replace(' id=', ' isForCompensation="true" id=');

export const compensate = (id: string, activity = '', kind = 'intermediateThrowEvent'): string =>
  `<bpmn:${kind} id="${id}"><bpmn:compensateEventDefinition ${activity ? `activityRef="${activity}"` : ''} /></bpmn:${kind}>`;

export const catchTimer = (id: string, duration: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${timer(duration)}</bpmn:intermediateCatchEvent>`;

/** Builds a message of the diagram; omit `correlationKey` for a message that only starts processes. */
export const message = (id: string, name: string, correlationKey?: string): string =>
  `<bpmn:message id="${id}" name="${name}">${correlationKey ? extended(`<zeebe:subscription correlationKey="${correlationKey}" />`) : ''}</bpmn:message>`;

export const gateway = (id: string, kind: string, rest = ''): string =>
  `<bpmn:${kind}Gateway id="${id}" ${rest} />`;

export const boundary = (id: string, host: string, inside: string, rest = ''): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" ${rest}>${inside}</bpmn:boundaryEvent>`;

export const sequence = (id: string, source: string, target: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}" />`;

/** Process that creates a user task for each message "begin". */
export const TASK_BY_MESSAGE = aDiagram(
  'p',
  messageStart('Start', 'Message_Begin') + userTask('Task') + end(),
  ['Start -> Task', 'Task -> End'],
  message('Message_Begin', 'begin'),
);
