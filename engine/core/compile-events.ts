import { type Element, extension } from '#common/process-files/model/diagram.ts';
import type { Reader } from './compile-reader.ts';
import type { MessageStart, Node, Wait } from './model.ts';

/** Reads the event of an element: what it catches or throws, or how it starts its scope. */
export function readEvent(reader: Reader, element: Element, made: Node, messageStarts: MessageStart[]): void {
  const { refuse } = reader;
  const [definition, ...more] = element.eventDefinitions ?? [];
  if (more.length > 0) refuse(element, 'this engine knows one event definition an event');
  if (made.elementType === 'RECEIVE_TASK') made.wait = messageWait(reader, element, element.messageRef);
  else if (made.elementType === 'START_EVENT') readStart(reader, element, definition, made, messageStarts);
  else if (made.kind === 'wait' || made.kind === 'boundary') {
    if (!definition) return refuse(element, 'Must have exactly one event definition');
    wait(reader, element, definition, made);
    const caughtAtBoundary = made.wait?.kind === 'error' || made.wait?.kind === 'compensation';
    if (made.kind === 'wait' && caughtAtBoundary) refuse(element, 'is caught on a boundary only');
  } else if (definition && made.kind === 'job') made.eventType = 'MESSAGE';
  else if (definition && made.kind === 'pass') readThrow(reader, element, definition, made);
}

function readStart(
  reader: Reader,
  element: Element,
  definition: Element | undefined,
  made: Node,
  messageStarts: MessageStart[],
): void {
  const { parent } = made;
  const { refuse } = reader;
  if (parent?.elementType === 'EVENT_SUB_PROCESS') {
    if (parent.trigger) refuse(element, 'Must be the only start event of its event subprocess');
    if (!definition) return refuse(element, 'Must be triggered by an event');
    parent.trigger = made;
    return wait(reader, element, definition, made);
  }
  if (!definition) {
    if (parent?.plainStart) refuse(element, 'Must be the only start event without a trigger in its scope');
    if (parent) parent.plainStart = made;
    return;
  }
  const name = definition.messageRef?.name;
  if (definition.$type !== 'bpmn:MessageEventDefinition' || !name || parent?.kind !== 'process')
    return refuse(element, `this engine starts processes by message or by hand, not by ${definition.$type}`);
  made.eventType = 'MESSAGE';
  messageStarts.push({ messageName: reader.name(element, name), start: made });
}

function readThrow({ refuse, optional }: Reader, element: Element, definition: Element, made: Node): void {
  if (definition.$type === 'bpmn:TerminateEventDefinition') {
    made.kind = 'terminateEnd';
    made.eventType = 'TERMINATE';
  } else if (definition.$type === 'bpmn:ErrorEventDefinition') {
    made.kind = 'errorEnd';
    made.eventType = 'ERROR';
    made.errorCode = errorCodeOf(definition);
  } else if (definition.$type === 'bpmn:CompensateEventDefinition') {
    made.kind = 'compensate';
    made.eventType = 'COMPENSATION';
    made.compensates = optional(element, (definition['activityRef'] as Element | undefined)?.id);
  } else if (definition.$type === 'bpmn:MessageEventDefinition') refuse(element, 'Must have a job type');
  else refuse(element, `${definition.$type} is unknown to this engine here`);
}

function wait(reader: Reader, element: Element, definition: Element, made: Node): void {
  const found = waitFor(reader, element, definition);
  made.wait = found;
  made.eventType = found.kind.toUpperCase();
  if (found.kind === 'error' && !made.interrupting) reader.refuse(element, 'Must be interrupting');
  const repeats = made.kind !== 'wait' && !made.interrupting;
  if (found.kind === 'timer' && found.by === 'cycle' && !repeats)
    reader.refuse(element, 'Interrupting timers and catch events must have a duration or a date');
}

function waitFor(reader: Reader, element: Element, definition: Element): Wait {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return messageWait(reader, element, definition.messageRef);
    case 'bpmn:TimerEventDefinition': {
      const { timeDuration, timeDate, timeCycle } = definition as Partial<Record<string, { body: string }>>;
      const [by, time] = timeDuration
        ? (['duration', timeDuration] as const)
        : timeDate
          ? (['date', timeDate] as const)
          : (['cycle', timeCycle] as const);
      if (!time) return reader.refuse(element, 'Must have a duration, a date or a cycle');
      return { kind: 'timer', by, text: reader.text(element, time.body) };
    }
    case 'bpmn:ErrorEventDefinition':
      return { kind: 'error', code: errorCodeOf(definition) };
    case 'bpmn:CompensateEventDefinition':
      return { kind: 'compensation' };
    default:
      return reader.refuse(element, `${definition.$type} is unknown to this engine`);
  }
}

function messageWait(reader: Reader, element: Element, message: Element | undefined): Wait {
  const correlationKey = message && extension(message, 'Subscription')?.['correlationKey'];
  if (!message?.name || !correlationKey)
    return reader.refuse(element, 'Must reference a message with a correlation key');
  return {
    kind: 'message',
    name: reader.name(element, message.name),
    correlationKey: reader.text(element, correlationKey),
  };
}

const errorCodeOf = (definition: Element): string | undefined =>
  (definition['errorRef'] as { errorCode?: string } | undefined)?.errorCode;
