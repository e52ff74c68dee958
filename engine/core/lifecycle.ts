import { behaviours } from './behaviours.ts';
import { callingElement } from './calling-element.ts';
import { afterCompensation, rememberCompensable } from './compensation.ts';
import { dictionary } from './dictionary.ts';
import { dropIncident, raiseIncident } from './incidents.ts';
import { makeActivatable } from './jobs.ts';
import { type Definition, type Flow, type Key, modelOf, type Node, type Variables } from './model.ts';
import { continueBody, countInner } from './multi-instance.ts';
import { wire } from './record-log.ts';
import { emitElement, instanceValue } from './record-values.ts';
import { IncidentError } from './rejection.ts';
import { nextKey, openPart, type Runtime } from './runtime.ts';
import type { Compensation, ElementInstance, Part, ProcessInstance, Step } from './state.ts';
import { forget, remove, terminate } from './termination.ts';
import { mapped, merge, setLocal, visible } from './variables.ts';
import { closeWaits, openInnerWaits, openWaits } from './waits.ts';

/** Creates an element instance that was just reached, with nothing in it. */
const bare = (
  key: Key,
  node: Node,
  instance: ProcessInstance,
  part: Part,
  scope: ElementInstance | undefined,
): ElementInstance => ({
  key,
  node,
  instance,
  part,
  scope,
  state: 'activating',
  variables: dictionary(),
  variableKeys: dictionary(),
  children: new Set(),
  tokens: 0,
  joins: dictionary(),
  waits: [],
  innerWaits: [],
  epoch: 0,
  interrupted: false,
  round: undefined,
  compensable: [],
  handlersLeft: 0,
  compensation: undefined,
  job: undefined,
  userTask: undefined,
  incident: undefined,
  called: undefined,
});

function addElement(runtime: Runtime, node: Node, scope: ElementInstance): ElementInstance {
  const { instance, round } = scope;
  const part = round?.apart ? openPart(runtime, instance.partition) : scope.part;
  const key = round?.apart ? part.key : nextKey(runtime, scope);
  const element = bare(key, node, instance, part, scope);
  scope.children.add(element);
  instance.at.set(key, element);
  if (round?.apart) runtime.state.addPart(element);
  return element;
}

type Opening = {
  /** Variables of the process instance. */
  variables?: Variables;
  caller?: ElementInstance;
  /** Writes the records about the instance that precede its start, by its key. */
  announce?: (key: Key) => void;
};

export type Start = Opening & {
  /** Variables that came with the start event, which may map them. */
  event?: Variables;
  /** The start event that was triggered. */
  at: Node;
};

/** Starts an instance of a process on a partition, at a start event. */
export function startInstance(
  runtime: Runtime,
  definition: Definition,
  partition: number,
  { event = {}, at, ...opening }: Start,
): ProcessInstance {
  const instance = openInstance(runtime, definition, partition, opening);
  instance.root.tokens += 1;
  arrive(runtime, at, instance.root, event);
  return instance;
}

/** Creates a process instance in which nothing runs yet. */
export function openInstance(
  runtime: Runtime,
  definition: Definition,
  partition: number,
  { variables = {}, caller, announce }: Opening,
): ProcessInstance {
  const part = openPart(runtime, partition);
  const { key } = part;
  const instance = {
    key,
    definition,
    partition,
    caller: caller && { instance: caller.instance.key, element: caller.key },
    depth: caller ? caller.instance.depth + 1 : 0,
    startLock: undefined,
    at: new Map(),
  } as Omit<ProcessInstance, 'root'> as ProcessInstance;
  instance.root = bare(key, modelOf(definition).process, instance, part, undefined);
  instance.at.set(key, instance.root);
  runtime.state.addInstance(instance);
  const { root } = instance;
  announce?.(key);
  setLocal(runtime, root, variables);
  emitElement(runtime, 'ELEMENT_ACTIVATING', root);
  root.state = 'active';
  emitElement(runtime, 'ELEMENT_ACTIVATED', root);
  return instance;
}

/** Opens a subprocess in which nothing runs yet: it waits for the events on its boundary and inside, but its
 *  input mappings and its start event are skipped. */
export function openScope(runtime: Runtime, node: Node, scope: ElementInstance): ElementInstance {
  const element = addElement(runtime, node, scope);
  scope.tokens += 1;
  emitElement(runtime, 'ELEMENT_ACTIVATING', element);
  element.state = 'active';
  emitElement(runtime, 'ELEMENT_ACTIVATED', element);
  attempt(runtime, element, { do: 'open-waits' });
  return element;
}

/** Sends a token, already counted by the scope, into an element; `local` are variables that the element has
 *  from the start. */
export function arrive(
  runtime: Runtime,
  node: Node,
  scope: ElementInstance,
  event: Variables = {},
  { local = {}, compensation }: { local?: Variables; compensation?: Compensation } = {},
): void {
  const { epoch } = scope;
  runtime.agenda.push(() => {
    if (scope.state !== 'active' || scope.epoch !== epoch) return;
    const element = addElement(runtime, node, scope);
    element.compensation = compensation;
    emitElement(runtime, 'ELEMENT_ACTIVATING', element);
    setLocal(runtime, element, local);
    const step: Step = { do: 'enter', event };
    if (runtime.steps < runtime.parkAfter) attempt(runtime, element, step);
    else raiseIncident(runtime, element, parkWhenCircling(runtime), step);
  });
}

const parkWhenCircling = ({ parkAfter }: Runtime) =>
  new IncidentError(
    'EXECUTION_LIMIT_EXCEEDED',
    `Expected the process instance to reach a wait state, but after more than ${parkAfter} steps it had not`,
  );

/** Runs a step; if it fails, it raises an incident from which the step can be retried. */
export function attempt(runtime: Runtime, element: ElementInstance, step: Step): void {
  try {
    take(runtime, element, step);
  } catch (error) {
    if (!(error instanceof IncidentError)) throw error;
    closeWaits(runtime, element);
    raiseIncident(runtime, element, error, step);
  }
}

/** @throws IncidentError */
function take(runtime: Runtime, element: ElementInstance, step: Step): void {
  switch (step.do) {
    case 'enter':
      return enter(runtime, element, step.event);
    case 'complete':
      return leaveCompleted(runtime, element, step);
    case 'open-waits':
      openWaits(runtime, element);
      return openInnerWaits(runtime, element);
    case 'open-inner-waits':
      return openInnerWaits(runtime, element);
    case 'offer-job':
      if (element.job) makeActivatable(runtime, element.job);
  }
}

function enter(runtime: Runtime, element: ElementInstance, event: Variables): void {
  const { node } = element;
  setLocal(runtime, element, mapped(node.inputs, visible(element), runtime.now));
  const behaviour = behaviours[node.kind];
  const onward = behaviour(runtime, element, event);
  openWaits(runtime, element);
  element.state = 'active';
  emitElement(runtime, 'ELEMENT_ACTIVATED', element);
  onward?.();
}

type Completion = Extract<Step, { do: 'complete' }>;

/** Completes an element: propagates its variables, and continues its token by all flows or by the named ones.
 *  Its open incident, for instance about a subscription that could not be opened, is dropped. */
export function complete(
  runtime: Runtime,
  element: ElementInstance,
  variables: Variables = {},
  { flows, event }: { flows?: string[]; event?: Variables } = {},
): void {
  dropIncident(runtime, element);
  element.state = 'completing';
  emitElement(runtime, 'ELEMENT_COMPLETING', element);
  attempt(runtime, element, {
    do: 'complete',
    variables,
    ...(flows ? { flows } : {}),
    ...(event ? { event } : {}),
  });
}

function leaveCompleted(runtime: Runtime, element: ElementInstance, completion: Completion): void {
  const { scope, node } = element;
  const { variables, flows, event, sentUp } = completion;
  if (!sentUp) propagateVariables(runtime, element, variables);
  completion.sentUp = true;
  if (scope && node.elementType === 'START_EVENT') openInnerWaits(runtime, scope);
  const enough = countInner(runtime, element);
  closeWaits(runtime, element);
  element.state = 'completed';
  emitElement(runtime, 'ELEMENT_COMPLETED', element);
  if (!scope) return endInstance(runtime, element.instance);
  const chosen = flows ? node.outgoing.filter(({ id }) => flows.includes(id)) : node.outgoing;
  for (const flow of chosen) takeFlow(runtime, flow, scope, event);
  rememberCompensable(element, scope);
  remove(runtime, element);
  afterCompensation(runtime, element, scope);
  if (scope.round) continueBody(runtime, scope, enough);
  else release(runtime, scope);
}

/** With output mappings, only their results are propagated; without, each variable goes to the scope where it
 *  exists. The results of a multi-instance's inner activity go to its own variables first. */
function propagateVariables(runtime: Runtime, element: ElementInstance, variables: Variables): void {
  const { node, scope } = element;
  if (!scope) return;
  const collected = node.loop?.outputCollection;
  if (collected) merge(runtime, scope, { [collected]: element.variables[collected] });
  else if (node.outputs.length > 0) {
    const into = scope.round ? element : scope;
    merge(runtime, into, mapped(node.outputs, { ...visible(element), ...variables }, runtime.now));
  } else merge(runtime, element, variables);
}

function takeFlow(runtime: Runtime, flow: Flow, scope: ElementInstance, event: Variables | undefined): void {
  const { instance, joins } = scope;
  runtime.log.emit(instance.partition, 'PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', nextKey(runtime, scope), {
    ...instanceValue(scope),
    bpmnElementType: 'SEQUENCE_FLOW',
    elementId: flow.id,
    flowScopeKey: wire(scope.key),
    bpmnEventType: 'UNSPECIFIED',
  });
  const { target } = flow;
  scope.tokens += 1;
  if (target.kind !== 'parallel' || target.incoming.length < 2) return arrive(runtime, target, scope, event);
  const arrived = (joins[target.id] ??= dictionary());
  arrived[flow.id] = (arrived[flow.id] ?? 0) + 1;
  if (!target.incoming.every(({ id }) => arrived[id])) return;
  for (const { id } of target.incoming) arrived[id] = (arrived[id] ?? 0) - 1;
  scope.tokens -= target.incoming.length - 1;
  arrive(runtime, target, scope);
}

/** Returns one token of a scope; the last one completes it. */
export function release(runtime: Runtime, scope: ElementInstance): void {
  scope.tokens -= 1;
  if (scope.tokens === 0 && scope.state === 'active') complete(runtime, scope);
}

function endInstance(runtime: Runtime, instance: ProcessInstance): void {
  const { root } = instance;
  forget(runtime, instance);
  if (!instance.caller) return;
  // Deferred to the agenda: a whole chain of callers may end now, deeper than the stack.
  runtime.agenda.push(() => {
    const calling = callingElement(runtime, instance);
    if (calling?.called !== instance.key) return;
    calling.called = undefined;
    const { called, outputs } = calling.node;
    complete(runtime, calling, called?.childVariables || outputs.length > 0 ? root.variables : {});
  });
}

/** Starts the token of a boundary event that happened; the host ends when the event interrupts. */
export function leaveByBoundary(
  runtime: Runtime,
  host: ElementInstance,
  boundary: Node,
  event: Variables,
): void {
  const { scope } = host;
  if (!scope) return;
  if (boundary.interrupting) terminate(runtime, host);
  else scope.tokens += 1;
  arrive(runtime, boundary, scope, event);
}
