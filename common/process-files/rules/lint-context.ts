import { type Diagram, type Element, elementsInside, extension } from '../model/diagram.ts';

/** What the rules look at of a form. */
export type FormFacts = {
  schema: Record<string, unknown>;
  uiSchema: Record<string, unknown>;
  /** The fields that go to the engine. */
  variables: readonly string[];
};

/** What the rules must know of the other processes. */
export type ProcessFacts = {
  key: string;
  /** The keys of the processes it calls. */
  calls: readonly string[];
  /** It has a path for the message `sla-step`, which covers what it calls as well. */
  escalates: boolean;
};

/** The surroundings a diagram is checked in. */
export type LintContext = {
  /** By key: the path below forms/ without `.json`. */
  forms: Readonly<Record<string, FormFacts>>;
  /** The slugs of the departments. */
  groups: readonly string[];
  /** The job types that workers serve. */
  jobTypes: readonly string[];
  processes: readonly ProcessFacts[];
  /** The ids of the decisions. */
  decisions: readonly string[];
};

export const ofType = (elements: readonly Element[], ...types: string[]): Element[] =>
  elements.filter(({ $type }) => types.includes($type.replace(/^bpmn:/, '')));

/** The names of the messages that an event waits for or starts by. */
export const messagesOf = ({ eventDefinitions = [] }: Element): string[] =>
  eventDefinitions.flatMap(({ messageRef }) => messageRef?.name ?? []);

/** The processes that a process calls by a fixed key. */
export const callsOf = (elements: readonly Element[]): string[] =>
  ofType(elements, 'CallActivity')
    .map((element) => extension(element, 'CalledElement')?.['processId'])
    .filter((key): key is string => typeof key === 'string' && !key.startsWith('='));

/** What other diagrams are told of this one. */
export function processFacts({ process, elements }: Pick<Diagram, 'process' | 'elements'>): ProcessFacts {
  return { key: String(process.id), calls: callsOf(elements), escalates: escalates(process) };
}

/** A process escalates by an event subprocess of its own that starts by `sla-step`. */
export const escalates = (process: Element): boolean => eventSubProcessesOf(process).some(startsBySlaStep);

export const startsBySlaStep = (subProcess: Element): boolean =>
  startsOf(subProcess).some((start) => messagesOf(start).includes('sla-step'));

export const eventSubProcessesOf = (scope: Element): Element[] =>
  ofType(scope.flowElements ?? [], 'SubProcess').filter((element) => element['triggeredByEvent'] === true);

/** The start events of a process or subprocess, not of what lies inside it. */
export const startsOf = (scope: Element): Element[] => ofType(scope.flowElements ?? [], 'StartEvent');

/** A process that works on one request: it starts by `request.<its key>`. */
export const isCaseProcess = (process: Element): boolean =>
  startsOf(process).flatMap(messagesOf).includes(`request.${process.id}`);

/** The boundary events at an activity. */
export const boundariesOf = (activity: Element): Element[] =>
  ofType(activity.$parent?.flowElements ?? [], 'BoundaryEvent').filter(
    (event) => (event['attachedToRef'] as Element | undefined)?.id === activity.id,
  );

/** The subprocesses around an element, and the process, from the inside out. */
export function scopesOf(element: Element): Element[] {
  const scope = element.$parent;
  return scope && /^bpmn:(SubProcess|Process|AdHocSubProcess|Transaction)$/.test(scope.$type)
    ? [scope, ...scopesOf(scope)]
    : [];
}

export const hasTimer = ({ eventDefinitions = [] }: Element): boolean =>
  eventDefinitions.some(({ $type }) => $type === 'bpmn:TimerEventDefinition');

export { elementsInside };
