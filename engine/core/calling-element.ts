import { followCalls } from './not-loaded.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, ProcessInstance } from './state.ts';

/** Returns the call activity that started a process instance. */
export function callingElement({ state }: Runtime, { caller }: ProcessInstance): ElementInstance | undefined {
  return caller && followCalls('callers', () => state.instanceOf(caller.element))?.at.get(caller.element);
}
