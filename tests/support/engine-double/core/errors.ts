import { leaveByBoundary, terminate } from './lifecycle.ts';
import type { Node, Variables } from './model.ts';
import { Stuck } from './rejection.ts';
import type { ElementInstance, Runtime } from './runtime.ts';

export type ThrownError = { code: string; message: string; variables: Variables };

/** Who catches an error: the first boundary event around the element that names the code, or any, also in callers. */
export function catcherOf(
  thrower: ElementInstance,
  code: string,
): { host: ElementInstance; boundary: Node } | undefined {
  for (let host: ElementInstance | undefined = thrower; host; host = host.scope ?? host.caller) {
    const errors = host.node.boundaries.filter(({ wait }) => wait?.kind === 'error');
    const codeOf = ({ wait }: Node) => (wait?.kind === 'error' ? wait.code : undefined);
    const boundary =
      errors.find((one) => codeOf(one) === code) ?? errors.find((one) => codeOf(one) === undefined);
    if (boundary) return { host, boundary };
  }
  return undefined;
}

/** An error end event throws.
 *  @throws Stuck when nobody catches it */
export function throwErrorFrom(runtime: Runtime, thrower: ElementInstance, error: ThrownError): void {
  const caught = catcherOf(thrower, error.code);
  if (!caught) throw unhandled(error);
  if (caught.host !== thrower && thrower.scope) terminate(runtime, thrower);
  leaveByBoundary(runtime, caught.host, caught.boundary, error.variables);
}

export const unhandled = ({ code, message }: ThrownError): Stuck =>
  new Stuck(
    'UNHANDLED_ERROR_EVENT',
    `Expected to throw an error event with the code '${code}'${message ? ` with message '${message}'` : ''}, but it was not caught. No error events are available in the scope.`,
  );
