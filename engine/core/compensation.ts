import { arrive, complete } from './lifecycle.ts';
import type { ElementInstance, Runtime, Undoable } from './runtime.ts';

/** A completed activity can be undone by the handler of its compensation boundary event; a completed subprocess passes on
 *  what can be undone in it, with the variables it had. What a called process did stays with that process. */
export function rememberUndoable(element: ElementInstance, scope: ElementInstance): void {
  const { node, undoable, variables } = element;
  for (const boundary of node.boundaries)
    if (boundary.handler) scope.undoable.push({ activityIds: [node.id], boundary, local: {} });
  for (const { activityIds, boundary, local } of undoable)
    scope.undoable.push({
      activityIds: [...activityIds, node.id],
      boundary,
      local: { ...variables, ...local },
    });
}

/** Invokes all handlers at once, each once; the throwing event completes with the last of them. From an event subprocess
 *  the scope around it is undone. */
export function undo(runtime: Runtime, thrower: ElementInstance): void {
  const own = thrower.scope;
  const scope = own?.node.elementType === 'EVENT_SUB_PROCESS' ? own.scope : own;
  if (!scope) return;
  const { compensates } = thrower.node;
  const wanted = ({ activityIds }: Undoable): boolean => !compensates || activityIds.includes(compensates);
  const due = scope.undoable.filter(wanted);
  scope.undoable = scope.undoable.filter((one) => !wanted(one));
  let running = due.length;
  if (running === 0) return complete(runtime, thrower);
  const done = (): void => {
    running -= 1;
    if (running === 0 && thrower.state === 'active') complete(runtime, thrower);
  };
  for (const { boundary, local } of due) {
    const handle = (): void => {
      scope.tokens += 1;
      if (boundary.handler) arrive(runtime, boundary.handler, scope, {}, { local, afterwards: done });
    };
    scope.tokens += 1;
    arrive(runtime, boundary, scope, {}, { afterwards: handle });
  }
}
