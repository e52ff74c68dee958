import type { Key, Wait as WaitOfDiagram } from './model.ts';
import { whereValue } from './record-values.ts';
import { IncidentError } from './rejection.ts';
import { nextKey, RESCHEDULE_MS, type Runtime } from './runtime.ts';
import type { ElementInstance, TimerWait, Wait } from './state.ts';
import { type Cycle, cycleOf, dueAt } from './time.ts';
import { evaluateFor, nameOf } from './variables.ts';
import { happen, takeOut, waitOf } from './waits.ts';

/** Evaluates the times of a timer; a single time is a cycle of one.
 *  @throws IncidentError */
export function timesFor(
  runtime: Runtime,
  element: ElementInstance,
  wait: WaitOfDiagram & { kind: 'timer' },
): Cycle {
  const value = evaluateFor(runtime, element, wait.text);
  const cycle = typeof value === 'string' ? timesOf(wait.by, value, runtime.now) : undefined;
  if (!cycle)
    throw new IncidentError(
      'EXTRACT_VALUE_ERROR',
      wait.text.startsWith('=')
        ? `Expected result of the expression '${wait.text.slice(1)}' to be a ${wait.by}, but was '${nameOf(value)}'`
        : `Invalid ${wait.by} format '${wait.text}'`,
    );
  return cycle;
}

function timesOf(by: 'duration' | 'date' | 'cycle', text: string, now: number): Cycle | undefined {
  if (by === 'cycle') return cycleOf(text, now);
  const firstAt = dueAt(by, text, now);
  return firstAt === undefined ? undefined : { repetitions: 1, firstAt, interval: '' };
}

const emit = (runtime: Runtime, intent: string, element: ElementInstance, timer: TimerWait): void =>
  runtime.log.emit(element.instance.partition, 'TIMER', intent, timer.key, {
    ...whereValue(element),
    targetElementId: timer.target,
    dueDate: timer.dueAt,
    repetitions: timer.repetitions,
  });

/** Starts a timer. Each repetition is a timer of its own, due one interval after the previous one. */
export function startTimer(
  runtime: Runtime,
  element: ElementInstance,
  among: Wait[],
  target: string,
  { repetitions, firstAt, interval }: Cycle,
): void {
  const key = nextKey(runtime, element);
  const timer: TimerWait = { kind: 'timer', key, target, dueAt: firstAt, repetitions, interval };
  among.push(timer);
  element.instance.at.set(key, element);
  runtime.state.setTimer(key, firstAt);
  emit(runtime, 'CREATED', element, timer);
}

export function stopTimer(runtime: Runtime, element: ElementInstance, timer: TimerWait): void {
  runtime.state.removeTimer(timer.key);
  emit(runtime, 'CANCELED', element, timer);
}

/** Fires a due timer. A missing one was stopped before, or its instance has ended. */
export function fireTimer(runtime: Runtime, key: Key): void {
  if (runtime.state.isUnreadable(key)) return runtime.state.setTimer(key, runtime.now + RESCHEDULE_MS);
  const element = runtime.state.instanceOf(key)?.at.get(key);
  const timer = element && waitOf(element, key);
  if (element && timer?.kind === 'timer') fire(runtime, element, timer);
  else runtime.state.removeTimer(key);
}

function fire(runtime: Runtime, element: ElementInstance, timer: TimerWait): void {
  const { target, interval } = timer;
  const among = takeOut(element, timer);
  runtime.state.removeTimer(timer.key);
  emit(runtime, 'TRIGGERED', element, timer);
  const repetitions = timer.repetitions > 0 ? timer.repetitions - 1 : timer.repetitions;
  const firstAt = repetitions !== 0 ? dueAt('duration', interval, timer.dueAt) : undefined;
  if (firstAt !== undefined) startTimer(runtime, element, among, target, { repetitions, firstAt, interval });
  happen(runtime, element, target, {});
}
