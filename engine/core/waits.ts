import { startEventSubprocess } from './event-subprocesses.ts';
import { complete, leaveByBoundary } from './lifecycle.ts';
import { subscribe, unsubscribe } from './messages.ts';
import { type Key, modelOf, type Node, type Variables } from './model.ts';
import { IncidentError } from './rejection.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, Wait } from './state.ts';
import { invalidNameReason } from './storable-text.ts';
import { startTimer, stopTimer, timesFor } from './timers.ts';
import { correlationKeyFor } from './variables.ts';

/** Opens the subscriptions and timers of an element: for its own event, for those behind an event-based
 *  gateway, and for those on its boundary. All expressions are evaluated before the first is opened.
 *  @throws IncidentError */
export const openWaits = (runtime: Runtime, element: ElementInstance): void =>
  prepareWaits(runtime, element, element.node)();

/** Evaluates the expressions of the events that an element waits for at a node of a diagram.
 *  @returns the function that opens the subscriptions and timers
 *  @throws IncidentError */
export function prepareWaits(runtime: Runtime, element: ElementInstance, node: Node): () => void {
  const targets: Node[] = [];
  if (node.kind === 'wait' && node.incoming[0]?.source.kind !== 'eventGateway') targets.push(node);
  if (node.kind === 'eventGateway') targets.push(...node.outgoing.map(({ target }) => target));
  return prepareAll(runtime, element, element.waits, [...targets, ...node.boundaries]);
}

/** Opens the waits of the event subprocesses in a scope. It runs once the scope's start event has set its
 *  variables, which correlation keys and times may read.
 *  @throws IncidentError */
export function openInnerWaits(runtime: Runtime, scope: ElementInstance): void {
  const triggers = scope.node.eventSubprocesses.flatMap(({ trigger }) => trigger ?? []);
  prepareAll(runtime, scope, scope.innerWaits, triggers)();
}

function prepareAll(
  runtime: Runtime,
  element: ElementInstance,
  among: Wait[],
  targets: readonly Node[],
): () => void {
  const openers = targets.map((target) => prepare(runtime, element, among, target));
  return () => {
    for (const open of openers) open?.();
  };
}

function prepare(
  runtime: Runtime,
  element: ElementInstance,
  among: Wait[],
  target: Node,
): (() => void) | undefined {
  const { wait } = target;
  if (wait?.kind === 'message') {
    const correlationKey = correlationKeyFor(runtime, element, wait.correlationKey);
    const problem = invalidNameReason(correlationKey);
    if (problem)
      throw new IncidentError(
        'EXTRACT_VALUE_ERROR',
        `Expected a correlation key to be a name or number, but ${problem}`,
      );
    return () => subscribe(runtime, element, among, { target, name: wait.name, correlationKey });
  }
  if (wait?.kind === 'timer') {
    const times = timesFor(runtime, element, wait);
    return () => startTimer(runtime, element, among, target.id, times);
  }
  return undefined;
}

/** Returns the wait with a key. */
export const waitOf = ({ waits, innerWaits }: ElementInstance, key: Key): Wait | undefined =>
  waits.find((one) => one.key === key) ?? innerWaits.find((one) => one.key === key);

/** Removes a wait from its list, and returns that list: of the element itself, or of the event subprocesses
 *  inside. */
export function takeOut({ waits, innerWaits, instance }: ElementInstance, wait: Wait): Wait[] {
  const among = waits.includes(wait) ? waits : innerWaits;
  among.splice(among.indexOf(wait), 1);
  instance.at.delete(wait.key);
  return among;
}

/** Continues at the target of an event: the waiting element itself, one behind its gateway, a boundary event,
 *  or an event subprocess. */
export function happen(runtime: Runtime, element: ElementInstance, targetId: string, event: Variables): void {
  if (element.state !== 'active') return;
  const { node } = element;
  if (node.id === targetId) return complete(runtime, element, event);
  const flow = node.kind === 'eventGateway' && node.outgoing.find(({ target }) => target.id === targetId);
  if (flow) return complete(runtime, element, {}, { flows: [flow.id], event });
  const target = targetOf(element, targetId);
  if (target.kind === 'boundary') leaveByBoundary(runtime, element, target, event);
  else if (target.parent) startEventSubprocess(runtime, element, target.parent, event);
}

/** Returns the element of the diagram that a wait leads to. */
export function targetOf({ node, instance }: ElementInstance, targetId: string): Node {
  const target = node.id === targetId ? node : modelOf(instance.definition).elements.get(targetId);
  if (!target) throw new Error(`${instance.definition.processId} has no element ${targetId}`);
  return target;
}

export function closeWaits(runtime: Runtime, element: ElementInstance): void {
  closeAll(runtime, element, element.waits);
  closeAll(runtime, element, element.innerWaits);
}

export function closeAll(runtime: Runtime, element: ElementInstance, waits: Wait[]): void {
  for (const wait of waits.splice(0)) {
    element.instance.at.delete(wait.key);
    if (wait.kind === 'timer') stopTimer(runtime, element, wait);
    else unsubscribe(runtime, element, wait);
  }
}
