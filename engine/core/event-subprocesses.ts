import { arrive } from './lifecycle.ts';
import type { Node, Variables } from './model.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';
import { wipe } from './termination.ts';
import { closeAll } from './waits.ts';

/** Starts an event subprocess inside its scope. An interrupting one first ends everything else in the scope,
 *  and no other event subprocess of the scope starts after it. */
export function startEventSubprocess(
  runtime: Runtime,
  scope: ElementInstance,
  subprocess: Node,
  event: Variables,
): void {
  if (subprocess.trigger?.interrupting) {
    closeAll(runtime, scope, scope.innerWaits);
    scope.interrupted = true;
    wipe(runtime, scope);
  }
  scope.tokens += 1;
  arrive(runtime, subprocess, scope, event);
}
