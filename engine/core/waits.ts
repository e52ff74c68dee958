import { startEventSubprocess } from './event-subprocesses.ts';
import { complete, leaveByBoundary } from './lifecycle.ts';
import { subscribe } from './messages.ts';
import type { Node, Variables, Wait } from './model.ts';
import { Stuck } from './rejection.ts';
import { nextKey, type ElementInstance, type Runtime } from './runtime.ts';
import { cycleOf, dueAt, type Cycle } from './time.ts';
import { whereValue } from './values.ts';
import { correlationKeyFor, evaluateFor } from './variables.ts';

type Happened = (event: Variables) => void;
type Waits = Set<() => void>;

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

  openAll(runtime, element, element.waits, wanted);
}

/** Lets the event subprocesses of a scope wait for their events. It happens when the start event of the scope has set its
 *  variables, which correlation keys and times may read.
 *  @throws Stuck */
export function openInnerWaits(runtime: Runtime, scope: ElementInstance): void {
  const wanted = scope.node.eventSubprocesses.flatMap((subprocess) =>
    subprocess.trigger
      ? [
          {
            target: subprocess.trigger,
            happened: (event: Variables) => startEventSubprocess(runtime, scope, subprocess, event),
          },
        ]
      : [],
  );
  openAll(runtime, scope, scope.innerWaits, wanted);
}

function openAll(
  runtime: Runtime,
  element: ElementInstance,
  among: Waits,
  wanted: readonly { target: Node; happened: Happened }[],
): void {
  const openers = wanted.map((one) => prepare(runtime, element, among, one));
  for (const open of openers) open?.();
}

function prepare(
  runtime: Runtime,
  element: ElementInstance,
  among: Waits,
  { target, happened }: { target: Node; happened: Happened },
): (() => void) | undefined {
  const wait = target.wait;
  const guarded: Happened = (event) => {
    if (element.state === 'active') happened(event);
  };
  if (wait?.kind === 'message') {
    const correlationKey = correlationKeyFor(element, wait.correlationKey);
    const { name } = wait;
    return () => subscribe(runtime, element, { among, target, name, correlationKey, happened: guarded });
  }
  if (wait?.kind === 'timer') {
    const cycle = timesFor(runtime, element, wait);
    return () => startTimer(runtime, element, { among, target, happened: guarded }, cycle);
  }
  return undefined;
}

/** A single time is a cycle of one.
 *  @throws Stuck */
function timesFor(runtime: Runtime, element: ElementInstance, wait: Wait & { kind: 'timer' }): Cycle {
  const value = evaluateFor(element, wait.text);
  const cycle = typeof value === 'string' ? timesOf(wait.by, value, runtime.now) : undefined;
  if (!cycle)
    throw new Stuck(
      'EXTRACT_VALUE_ERROR',
      `Invalid ${wait.by} format '${String(value)}' for expression '${wait.text.replace(/^=/, '')}'`,
    );
  return cycle;
}

function timesOf(by: 'duration' | 'date' | 'cycle', text: string, now: number): Cycle | undefined {
  if (by === 'cycle') return cycleOf(text, now);
  const firstAt = dueAt(by, text, now);
  return firstAt === undefined ? undefined : { repetitions: 1, firstAt, after: (at) => at };
}

/** Each repetition is a timer of its own, due one interval after the one before. */
function startTimer(
  runtime: Runtime,
  element: ElementInstance,
  wanted: { among: Waits; target: Node; happened: Happened },
  { repetitions, firstAt: at, after }: Cycle,
): void {
  const { among, target, happened } = wanted;
  const key = nextKey(runtime, element.partition);
  const emit = (intent: string): void =>
    runtime.log.emit(element.partition, 'TIMER', intent, key, {
      ...whereValue(element),
      targetElementId: target.id,
      dueDate: at,
      repetitions,
    });
  emit('CREATED');
  const cancel = runtime.due.schedule(at, () => {
    among.delete(close);
    emit('TRIGGERED');
    const left = repetitions > 0 ? repetitions - 1 : repetitions;
    if (left !== 0) startTimer(runtime, element, wanted, { repetitions: left, firstAt: after(at), after });
    happened({});
  });
  const close = (): void => {
    cancel();
    emit('CANCELED');
  };
  among.add(close);
}
