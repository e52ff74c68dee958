import { callingElement } from './calling-element.ts';
import { startEventSubprocess } from './event-subprocesses.ts';
import { leaveByBoundary } from './lifecycle.ts';
import type { Node, Variables } from './model.ts';
import { IncidentError } from './rejection.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';
import { terminate } from './termination.ts';

export type ThrownError = { code: string; message: string; variables: Variables };

/** A boundary event of the host, or the start event of an event subprocess inside it. */
type Catcher = { host: ElementInstance; by: Node };

/** Finds the event that catches an error. The search goes outwards from the throwing element, also through
 *  callers, to the first event with the code; on one level, an event without a code comes last. */
export function catcherOf(runtime: Runtime, thrower: ElementInstance, code: string): Catcher | undefined {
  const around = ({ scope, instance }: ElementInstance): ElementInstance | undefined =>
    scope ?? callingElement(runtime, instance);
  for (let host: ElementInstance | undefined = thrower; host; host = around(host)) {
    const inside = host.interrupted
      ? []
      : host.node.eventSubprocesses.flatMap(({ trigger }) => trigger ?? []);
    const errors = [...inside, ...host.node.boundaries].filter(({ wait }) => wait?.kind === 'error');
    const codeOf = ({ wait }: Node) => (wait?.kind === 'error' ? wait.code : undefined);
    const by = errors.find((one) => codeOf(one) === code) ?? errors.find((one) => codeOf(one) === undefined);
    if (by) return { host, by };
  }
  return undefined;
}

/** Continues at the event that catches an error. */
export function continueAt(runtime: Runtime, { host, by }: Catcher, variables: Variables): void {
  if (by.kind === 'boundary') leaveByBoundary(runtime, host, by, variables);
  else if (by.parent) startEventSubprocess(runtime, host, by.parent, variables);
}

/** Prepares an error end event: finds its catcher, and throws the error once the element is active.
 *  @throws IncidentError when nothing catches it */
export function throwingFrom(runtime: Runtime, thrower: ElementInstance, error: ThrownError): () => void {
  const caught = catcherOf(runtime, thrower, error.code);
  if (!caught) throw unhandled(error);
  return () => {
    if (caught.host !== thrower && thrower.scope) terminate(runtime, thrower);
    continueAt(runtime, caught, error.variables);
  };
}

export const unhandled = ({ code, message }: ThrownError): IncidentError =>
  new IncidentError(
    'UNHANDLED_ERROR_EVENT',
    `Expected to throw an error event with the code '${code}'${message ? ` with message '${message}'` : ''}, but it was not caught. No error events are available in the scope.`,
  );
