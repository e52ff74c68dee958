import { dropBan } from './banned-instances.ts';
import { dictionary } from './dictionary.ts';
import { dropIncident } from './incidents.ts';
import { cancelJob } from './jobs.ts';
import { dropValues } from './large-values.ts';
import { startNext } from './messages.ts';
import { followCalls, together } from './not-loaded.ts';
import { emitElement } from './record-values.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, ProcessInstance } from './state.ts';
import { cancelUserTask } from './user-tasks.ts';
import { closeWaits } from './waits.ts';

/** Terminates an element and everything inside it, called processes included, inner ones first; no token
 *  continues from there. The token count of its scope is left to the caller. */
export function terminate(runtime: Runtime, element: ElementInstance): void {
  bringAllIn(runtime, element);
  // Iterative: a chain of calls may be deeper than the stack.
  const ending = [element];
  const begun = new Set<ElementInstance>();
  for (let last = ending.at(-1); last; last = ending.at(-1)) {
    if (begun.has(last)) {
      finish(runtime, last);
      ending.pop();
      continue;
    }
    begun.add(last);
    const inside = begin(runtime, last);
    for (const one of inside.reverse()) ending.push(one);
  }
}

/** @returns what is inside the element and has to end before it */
function begin(runtime: Runtime, element: ElementInstance): ElementInstance[] {
  emitElement(runtime, 'ELEMENT_TERMINATING', element);
  closeWaits(runtime, element);
  cancelJob(runtime, element);
  cancelUserTask(runtime, element);
  dropIncident(runtime, element);
  empty(element, 0);
  return inside(runtime, element);
}

function finish(runtime: Runtime, element: ElementInstance): void {
  element.called = undefined;
  element.state = 'terminated';
  emitElement(runtime, 'ELEMENT_TERMINATED', element);
  remove(runtime, element);
  if (!element.scope) forget(runtime, element.instance);
}

/** Terminates everything in a scope except one element. */
export function wipe(runtime: Runtime, scope: ElementInstance, except?: ElementInstance): void {
  bringAllIn(runtime, scope);
  empty(scope, except ? 1 : 0);
  for (const child of [...scope.children]) if (child !== except) terminate(runtime, child);
}

function empty(scope: ElementInstance, tokens: number): void {
  scope.joins = dictionary();
  scope.epoch += 1;
  scope.tokens = tokens;
}

/** Returns the elements directly inside an element, or the process it has called. */
function inside({ state }: Runtime, { called, children }: ElementInstance): ElementInstance[] {
  const instance = called && followCalls('called', () => state.instanceOf(called));
  return instance ? [instance.root] : [...children];
}

/** Loads everything stored separately below a scope, and the processes called from there, in as few reads as
 *  possible. */
function bringAllIn(runtime: Runtime, element: ElementInstance): void {
  for (let level = [element]; level.length > 0;)
    level = together(level, (one) => {
      if (one.round?.apart) runtime.state.bringIn(one);
      return inside(runtime, one);
    }).flat();
}

/** Removes an element and its separately stored values. */
export function remove(runtime: Runtime, element: ElementInstance): void {
  const { scope, instance, part, key } = element;
  scope?.children.delete(element);
  instance.at.delete(key);
  dropValues(runtime, element);
  if (scope && part !== scope.part) runtime.state.removePart(element);
}

/** Removes an instance that has ended. */
export function forget(runtime: Runtime, instance: ProcessInstance): void {
  dropValues(runtime, instance.root);
  dropBan(runtime, instance.key);
  runtime.state.removeInstance(instance);
  const { startLock } = instance;
  if (!startLock) return;
  runtime.state.removeStartLock(startLock.processId, startLock.correlationKey);
  runtime.agenda.push(() => startNext(runtime, startLock.processId, startLock.correlationKey));
}
