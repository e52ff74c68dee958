import { byName } from './by-name.ts';
import { dropIncident } from './incidents.ts';
import { cancelJob } from './jobs.ts';
import { dropValues } from './large-values.ts';
import { startNext } from './messages.ts';
import { together } from './not-loaded.ts';
import type { Runtime } from './runtime.ts';
import { dropAside } from './set-aside.ts';
import type { ElementInstance, ProcessInstance } from './state.ts';
import { cancelUserTask } from './user-tasks.ts';
import { emitElement } from './values.ts';
import { closeWaits } from './waits.ts';

/** Ends an element and all in it, without going on from there. The token of its scope is kept by the caller. */
export function terminate(runtime: Runtime, element: ElementInstance): void {
  emitElement(runtime, 'ELEMENT_TERMINATING', element);
  closeWaits(runtime, element);
  cancelJob(runtime, element);
  cancelUserTask(runtime, element);
  dropIncident(runtime, element);
  wipe(runtime, element);
  const called = element.called && runtime.state.instanceOf(element.called);
  if (called) terminate(runtime, called.root);
  element.called = undefined;
  element.state = 'terminated';
  emitElement(runtime, 'ELEMENT_TERMINATED', element);
  remove(runtime, element);
  if (!element.scope) forget(runtime, element.instance);
}

/** Ends everything in a scope except one element. */
export function wipe(runtime: Runtime, scope: ElementInstance, except?: ElementInstance): void {
  bringAllIn(runtime, scope);
  scope.joins = byName();
  scope.epoch += 1;
  scope.tokens = except ? 1 : 0;
  for (const child of [...scope.children]) if (child !== except) terminate(runtime, child);
}

/** Brings in what lies apart below a scope, and the processes that are called from there, so that all of it is read in few goes. */
function bringAllIn(runtime: Runtime, element: ElementInstance): void {
  if (element.round?.apart) runtime.state.bringIn(element);
  const called = element.called && runtime.state.instanceOf(element.called);
  together(called ? [called.root] : element.children, (inside) => bringAllIn(runtime, inside));
}

/** Takes an element out, with what lies apart for it. */
export function remove(runtime: Runtime, element: ElementInstance): void {
  const { scope, instance, part, key } = element;
  scope?.children.delete(element);
  instance.at.delete(key);
  dropValues(runtime, element);
  if (scope && part !== scope.part) runtime.state.removePart(element);
}

/** An instance is over. */
export function forget(runtime: Runtime, instance: ProcessInstance): void {
  dropValues(runtime, instance.root);
  dropAside(runtime, instance.key);
  runtime.state.removeInstance(instance);
  const { startLock } = instance;
  if (!startLock) return;
  runtime.state.removeStartLock(startLock.processId, startLock.correlationKey);
  runtime.agenda.push(() => startNext(runtime, startLock.processId, startLock.correlationKey));
}
