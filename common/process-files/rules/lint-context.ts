import { type Diagram, type Element, elementsInside, extension } from '../model/diagram.ts';

/** Parts of a form that the rules check. */
export type FormFacts = {
  schema: Record<string, unknown>;
  uiSchema: Record<string, unknown>;
  /** Fields that go to the engine. */
  variables: readonly string[];
};

/** Facts about other processes that the rules need. */
export type ProcessFacts = {
  key: string;
  /** Keys of the processes it calls. */
  calls: readonly string[];
  /** It has a path for the message `sla-step`, which also covers the processes it calls. */
  escalates: boolean;
};

/** Context that a diagram is checked in. */
export type LintContext = {
  /** By key: the path below forms/ without `.json`. */
  forms: Readonly<Record<string, FormFacts>>;
  /** Slugs of the departments. */
  groups: readonly string[];
  /** Job types that workers serve. */
  jobTypes: readonly string[];
  processes: readonly ProcessFacts[];
  /** Ids of the decisions. */
  decisions: readonly string[];
};

export const ofType = (elements: readonly Element[], ...types: string[]): Element[] =>
  elements.filter(({ $type }) => types.includes($type.replace(/^bpmn:/, '')));

/** Returns the names of the messages that an event waits for or starts with. */
export const messagesOf = ({ eventDefinitions = [] }: Element): string[] =>
  eventDefinitions.flatMap(({ messageRef }) => messageRef?.name ?? []);

/** Returns the processes that a process calls by a fixed key. */
export const callsOf = (elements: readonly Element[]): string[] =>
  ofType(elements, 'CallActivity')
    .map((element) => extension(element, 'CalledElement')?.['processId'])
    .filter((key): key is string => typeof key === 'string' && !key.startsWith('='));

/** Returns the facts about this diagram that other diagrams need. */
export function processFacts({ process, elements }: Pick<Diagram, 'process' | 'elements'>): ProcessFacts {
  return { key: String(process.id), calls: callsOf(elements), escalates: escalates(process) };
}

/** Returns true for a process with an event subprocess of its own that starts with `sla-step`. */
export const escalates = (process: Element): boolean => eventSubProcessesOf(process).some(startsBySlaStep);

export const startsBySlaStep = (subProcess: Element): boolean =>
  startsOf(subProcess).some((start) => messagesOf(start).includes('sla-step'));

export const eventSubProcessesOf = (scope: Element): Element[] =>
  ofType(scope.flowElements ?? [], 'SubProcess').filter((element) => element['triggeredByEvent'] === true);

/** Returns the start events directly in a process or subprocess. */
export const startsOf = (scope: Element): Element[] => ofType(scope.flowElements ?? [], 'StartEvent');

/** Returns true for a process that works on one request: it starts with `request.<its key>`. */
export const isCaseProcess = (process: Element): boolean =>
  startsOf(process).flatMap(messagesOf).includes(`request.${process.id}`);

/** Returns the boundary events of an activity. */
export const boundariesOf = (activity: Element): Element[] =>
  ofType(activity.$parent?.flowElements ?? [], 'BoundaryEvent').filter(
    (event) => (event['attachedToRef'] as Element | undefined)?.id === activity.id,
  );

/** Returns the subprocesses around an element, and the process, from the inside out. */
export function scopesOf(element: Element): Element[] {
  const scope = element.$parent;
  return scope && /^bpmn:(SubProcess|Process|AdHocSubProcess|Transaction)$/.test(scope.$type)
    ? [scope, ...scopesOf(scope)]
    : [];
}

export const hasTimer = ({ eventDefinitions = [] }: Element): boolean =>
  eventDefinitions.some(({ $type }) => $type === 'bpmn:TimerEventDefinition');

export { elementsInside };
