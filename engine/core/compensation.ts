import { arrive, complete } from './lifecycle.ts';
import type { Runtime } from './runtime.ts';
import type { Compensable, ElementInstance } from './state.ts';
import { targetOf } from './waits.ts';

/** Registers a completed activity for compensation by the handler of its compensation boundary event. A
 *  completed subprocess passes on what can be compensated in it, with the variables it had. The work of a
 *  called process stays with that process. */
export function rememberCompensable(element: ElementInstance, scope: ElementInstance): void {
  const { node, compensable, variables } = element;
  for (const boundary of node.boundaries)
    if (boundary.handler)
      scope.compensable.push({ activityIds: [node.id], boundary: boundary.id, local: {} });
  for (const { activityIds, boundary, local } of compensable)
    scope.compensable.push({
      activityIds: [...activityIds, node.id],
      boundary,
      local: { ...variables, ...local },
    });
}

/** Invokes all handlers at once, each once; the throwing event completes with the last of them. A throw in an
 *  event subprocess compensates the scope around it. */
export function compensate(runtime: Runtime, thrower: ElementInstance): void {
  const own = thrower.scope;
  const scope = own?.node.elementType === 'EVENT_SUB_PROCESS' ? own.scope : own;
  if (!scope) return;
  const { compensates } = thrower.node;
  const wanted = ({ activityIds }: Compensable): boolean => !compensates || activityIds.includes(compensates);
  const due = scope.compensable.filter(wanted);
  scope.compensable = scope.compensable.filter((one) => !wanted(one));
  thrower.handlersLeft = due.length;
  if (due.length === 0) return complete(runtime, thrower);
  for (const { boundary, local } of due) {
    scope.tokens += 1;
    const compensation = { thrower: thrower.key, local };
    arrive(runtime, targetOf(scope, boundary), scope, {}, { compensation });
  }
}

/** Continues a compensation after one of its elements has completed: the boundary event leads to its handler,
 *  and the last handler completes the throwing event. */
export function afterCompensation(runtime: Runtime, element: ElementInstance, scope: ElementInstance): void {
  const { compensation, node, instance } = element;
  if (!compensation) return;
  if (node.kind === 'boundary' && node.handler) {
    scope.tokens += 1;
    return arrive(runtime, node.handler, scope, {}, { local: compensation.local, compensation });
  }
  const thrower = instance.at.get(compensation.thrower);
  if (!thrower) return;
  thrower.handlersLeft -= 1;
  if (thrower.handlersLeft === 0 && thrower.state === 'active') complete(runtime, thrower);
}
