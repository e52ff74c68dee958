import { behaviours } from './behaviours.ts';
import { rememberUndoable } from './compensation.ts';
import { raiseIncident, dropIncident } from './incidents.ts';
import { cancelJob } from './jobs.ts';
import type { Definition, Flow, Key, Node, Variables } from './model.ts';
import { countInner, goOnInBody } from './multi-instance.ts';
import { wire } from './record-log.ts';
import { Stuck } from './rejection.ts';
import { nextKey, type ElementInstance, type Runtime } from './runtime.ts';
import { cancelUserTask } from './user-tasks.ts';
import { instanceValue } from './values.ts';
import { mapped, merge, setLocal, visible } from './variables.ts';
import { openInnerWaits, openWaits } from './waits.ts';

const emit = (runtime: Runtime, intent: string, element: ElementInstance): void =>
  runtime.log.emit(element.partition, 'PROCESS_INSTANCE', intent, element.key, instanceValue(element));

const bare = (runtime: Runtime, node: Node, definition: Definition, partition: number) => ({
  key: nextKey(runtime, partition),
  runtime,
  node,
  definition,
  partition,
  state: 'activating' as const,
  variables: {},
  variableKeys: new Map<string, Key>(),
  children: new Set<ElementInstance>(),
  tokens: 0,
  joins: new Map(),
  waits: new Set<() => void>(),
  innerWaits: new Set<() => void>(),
  epoch: 0,
  interrupted: false,
  round: undefined,
  undoable: [],
  afterwards: undefined,
  job: undefined,
  userTask: undefined,
  incident: undefined,
  caller: undefined,
  called: undefined,
  release: undefined,
});

export type Start = {
  /** Those of the process instance. */
  variables?: Variables;
  /** Those that came with the start event, which may map them. */
  event?: Variables;
  /** The start event that was triggered. */
  at: Node;
  caller?: ElementInstance;
};

/** Starts an instance of a process on a partition, at a start event. */
export function startInstance(
  runtime: Runtime,
  definition: Definition,
  partition: number,
  { variables = {}, event = {}, at, caller }: Start,
): ElementInstance {
  const instance = openInstance(runtime, definition, partition, { variables, caller });
  instance.tokens += 1;
  arrive(runtime, at, instance, event);
  return instance;
}

/** A process instance in which nothing runs yet. */
export function openInstance(
  runtime: Runtime,
  definition: Definition,
  partition: number,
  { variables, caller }: { variables: Variables; caller: ElementInstance | undefined },
): ElementInstance {
  const made = bare(runtime, definition.process, definition, partition);
  const instance = Object.assign(made, { scope: undefined, caller }) as unknown as ElementInstance;
  instance.root = instance;
  runtime.instances.set(instance.key, instance);
  setLocal(instance, variables);
  emit(runtime, 'ELEMENT_ACTIVATING', instance);
  instance.state = 'active';
  emit(runtime, 'ELEMENT_ACTIVATED', instance);
  return instance;
}

/** A subprocess in which nothing runs yet: it waits for the events on its boundary and inside, but its input mappings and its
 *  start event are left out. */
export function openScope(runtime: Runtime, node: Node, scope: ElementInstance): ElementInstance {
  const made = bare(runtime, node, scope.definition, scope.partition);
  const element: ElementInstance = { ...made, scope, root: scope.root };
  scope.tokens += 1;
  scope.children.add(element);
  runtime.instances.set(element.key, element);
  emit(runtime, 'ELEMENT_ACTIVATING', element);
  element.state = 'active';
  emit(runtime, 'ELEMENT_ACTIVATED', element);
  attempt(runtime, element, () => {
    openWaits(runtime, element);
    openInnerWaits(runtime, element);
  });
  return element;
}

/** Sends a token, already counted by the scope, into an element; `local` are variables that it has from the beginning. */
export function arrive(
  runtime: Runtime,
  node: Node,
  scope: ElementInstance,
  event: Variables = {},
  { local = {}, afterwards }: { local?: Variables; afterwards?: () => void } = {},
): void {
  const { epoch } = scope;
  runtime.agenda.push(() => {
    if (scope.state !== 'active' || scope.epoch !== epoch) return;
    const made = bare(runtime, node, scope.definition, scope.partition);
    const element: ElementInstance = { ...made, scope, root: scope.root, afterwards };
    scope.children.add(element);
    runtime.instances.set(element.key, element);
    emit(runtime, 'ELEMENT_ACTIVATING', element);
    setLocal(element, local);
    attempt(runtime, element, () => enter(runtime, element, event));
  });
}

/** Tries a step; where it is stuck, an incident waits for another try. */
export function attempt(runtime: Runtime, element: ElementInstance, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    closeWaits(element);
    raiseIncident(runtime, element, error, () => attempt(runtime, element, step));
  }
}

function enter(runtime: Runtime, element: ElementInstance, event: Variables): void {
  const { node } = element;
  setLocal(element, mapped(node.inputs, visible(element), runtime.now));
  const behaviour = behaviours[node.kind];
  const onward = behaviour(runtime, element, event);
  openWaits(runtime, element);
  element.state = 'active';
  emit(runtime, 'ELEMENT_ACTIVATED', element);
  onward?.();
}

/** Ends the work of an element: its variables go up, its token goes on. */
export function complete(
  runtime: Runtime,
  element: ElementInstance,
  variables: Variables = {},
  flows: () => readonly Flow[] = () => element.node.outgoing,
  event?: Variables,
): void {
  element.state = 'completing';
  emit(runtime, 'ELEMENT_COMPLETING', element);
  attempt(runtime, element, () => {
    sendUp(element, variables);
    if (element.scope && element.node.elementType === 'START_EVENT') openInnerWaits(runtime, element.scope);
    const enough = countInner(element);
    closeWaits(element);
    element.state = 'completed';
    emit(runtime, 'ELEMENT_COMPLETED', element);
    if (element.scope) leave(runtime, element, element.scope, { flows: flows(), event, enough });
    else endInstance(runtime, element);
  });
}

/** With output mappings, only what they give goes up; without, everything goes to where it is known. Those of an inner
 *  activity of a multi-instance reach its own variables first. */
function sendUp(element: ElementInstance, variables: Variables): void {
  const { node, scope } = element;
  if (!scope) return;
  const collected = node.loop?.outputCollection;
  if (collected) merge(scope, { [collected]: element.variables[collected] });
  else if (node.outputs.length > 0) {
    const into = scope.round ? element : scope;
    merge(into, mapped(node.outputs, { ...visible(element), ...variables }, element.runtime.now));
  } else merge(element, variables);
}

function leave(
  runtime: Runtime,
  element: ElementInstance,
  scope: ElementInstance,
  { flows, event, enough }: { flows: readonly Flow[]; event: Variables | undefined; enough: boolean },
): void {
  for (const flow of flows) take(runtime, flow, scope, event);
  rememberUndoable(element, scope);
  remove(runtime, element);
  element.afterwards?.();
  if (scope.round) goOnInBody(runtime, scope, enough);
  else release(runtime, scope);
}

function take(runtime: Runtime, flow: Flow, scope: ElementInstance, event: Variables | undefined): void {
  const { definition, root, partition } = scope;
  runtime.log.emit(partition, 'PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', nextKey(runtime, partition), {
    ...instanceValue(scope),
    bpmnElementType: 'SEQUENCE_FLOW',
    elementId: flow.id,
    flowScopeKey: wire(scope.key),
    processInstanceKey: wire(root.key),
    processDefinitionKey: wire(definition.key),
    bpmnEventType: 'UNSPECIFIED',
  });
  const { target } = flow;
  scope.tokens += 1;
  if (target.kind !== 'parallel' || target.incoming.length < 2) return arrive(runtime, target, scope, event);
  const arrived = scope.joins.get(target) ?? new Map<string, number>();
  scope.joins.set(target, arrived);
  arrived.set(flow.id, (arrived.get(flow.id) ?? 0) + 1);
  if (!target.incoming.every(({ id }) => arrived.get(id))) return;
  for (const { id } of target.incoming) arrived.set(id, (arrived.get(id) ?? 0) - 1);
  scope.tokens -= target.incoming.length - 1;
  arrive(runtime, target, scope);
}

function remove(runtime: Runtime, element: ElementInstance): void {
  element.scope?.children.delete(element);
  runtime.instances.delete(element.key);
}

/** Gives one token of a scope back; the last one completes it. */
export function release(runtime: Runtime, scope: ElementInstance): void {
  scope.tokens -= 1;
  if (scope.tokens === 0 && scope.state === 'active') complete(runtime, scope);
}

function endInstance(runtime: Runtime, instance: ElementInstance): void {
  runtime.instances.delete(instance.key);
  instance.release?.();
  const { caller } = instance;
  if (!caller) return;
  caller.called = undefined;
  const { called, outputs } = caller.node;
  complete(runtime, caller, called?.childVariables || outputs.length > 0 ? instance.variables : {});
}

/** Ends an element and all in it, without going on from there. The token of its scope is kept by the caller. */
export function terminate(runtime: Runtime, element: ElementInstance): void {
  emit(runtime, 'ELEMENT_TERMINATING', element);
  closeWaits(element);
  cancelJob(runtime, element);
  cancelUserTask(runtime, element);
  dropIncident(runtime, element);
  wipe(runtime, element);
  if (element.called) terminate(runtime, element.called);
  element.called = undefined;
  element.state = 'terminated';
  emit(runtime, 'ELEMENT_TERMINATED', element);
  remove(runtime, element);
  if (!element.scope) element.release?.();
}

/** Ends everything in a scope except one element. */
export function wipe(runtime: Runtime, scope: ElementInstance, except?: ElementInstance): void {
  scope.joins.clear();
  scope.epoch += 1;
  scope.tokens = except ? 1 : 0;
  for (const child of [...scope.children]) if (child !== except) terminate(runtime, child);
}

/** A boundary event happened: its token starts there; the host ends when the event interrupts. */
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

export function closeWaits(element: ElementInstance): void {
  for (const waits of [element.waits, element.innerWaits]) {
    for (const close of waits) close();
    waits.clear();
  }
}
