import { complete, leaveByBoundary } from './lifecycle.ts';
import { subscribe } from './messages.ts';
import type { Node, Variables, Wait } from './model.ts';
import { Stuck } from './rejection.ts';
import { nextKey, type ElementInstance, type Runtime } from './runtime.ts';
import { dueAt } from './time.ts';
import { whereValue } from './values.ts';
import { correlationKeyFor, evaluateFor } from './variables.ts';

type Happened = (event: Variables) => void;

/** Opens the subscriptions and timers of an element: its own event, those behind an event-based gateway, and those on its
 *  boundary. All expressions are read before the first is opened.
 *  @throws Stuck */
export function openWaits(runtime: Runtime, element: ElementInstance): void {
  const { node } = element;
  const wanted: { target: Node; happened: Happened }[] = [];
  if (node.kind === 'wait' && node.incoming[0]?.source.kind !== 'eventGateway')
    wanted.push({ target: node, happened: (event) => complete(runtime, element, event) });
  if (node.kind === 'eventGateway')
    for (const flow of node.outgoing)
      wanted.push({
        target: flow.target,
        happened: (event) => complete(runtime, element, {}, () => [flow], event),
      });
  for (const boundary of node.boundaries)
    wanted.push({
      target: boundary,
      happened: (event) => leaveByBoundary(runtime, element, boundary, event),
    });

  const openers = wanted.map(({ target, happened }) => prepare(runtime, element, target, happened));
  for (const open of openers) open?.();
}

function prepare(
  runtime: Runtime,
  element: ElementInstance,
  target: Node,
  happened: Happened,
): (() => void) | undefined {
  const wait = target.wait;
  const guarded: Happened = (event) => {
    if (element.state === 'active') happened(event);
  };
  if (wait?.kind === 'message') {
    const correlationKey = correlationKeyFor(element, wait.correlationKey);
    return () => subscribe(runtime, element, { target, name: wait.name, correlationKey, happened: guarded });
  }
  if (wait?.kind === 'timer') {
    const at = timeFor(runtime, element, wait);
    return () => startTimer(runtime, element, target, at, guarded);
  }
  return undefined;
}

/** @throws Stuck */
function timeFor(runtime: Runtime, element: ElementInstance, wait: Wait & { kind: 'timer' }): number {
  const value = evaluateFor(element, wait.text);
  const at = typeof value === 'string' ? dueAt(wait.by, value, runtime.now) : undefined;
  if (at === undefined)
    throw new Stuck(
      'EXTRACT_VALUE_ERROR',
      `Invalid ${wait.by} format '${String(value)}' for expression '${wait.text.replace(/^=/, '')}'`,
    );
  return at;
}

function startTimer(
  runtime: Runtime,
  element: ElementInstance,
  target: Node,
  at: number,
  happened: Happened,
): void {
  const key = nextKey(runtime, element.partition);
  const emit = (intent: string): void =>
    runtime.log.emit(element.partition, 'TIMER', intent, key, {
      ...whereValue(element),
      targetElementId: target.id,
      dueDate: at,
      repetitions: 1,
    });
  emit('CREATED');
  const cancel = runtime.due.schedule(at, () => {
    element.waits.delete(close);
    emit('TRIGGERED');
    happened({});
  });
  const close = (): void => {
    cancel();
    emit('CANCELED');
  };
  element.waits.add(close);
}
