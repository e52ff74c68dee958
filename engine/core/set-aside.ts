import { partitionOf } from './keys.ts';
import type { Key } from './model.ts';
import { NO_KEY, wire } from './record-log.ts';
import { Rejection } from './rejection.ts';
import { nextLooseKey, type Runtime } from './runtime.ts';
import type { Aside } from './state.ts';
import { TENANT } from './values.ts';

/** A process instance that this engine cannot go on with, and why. */
export type Fault = Omit<Aside, 'incident'>;

/** Tells by an incident that an instance stands still, once however often it is met. Nothing of the instance itself changes. */
export function setAside(runtime: Runtime, { instance, definition, why }: Fault): void {
  if (runtime.state.aside(instance)) return;
  const aside = { instance, definition, why, incident: nextLooseKey(runtime, partitionOf(instance)) };
  runtime.state.putAside(aside);
  emit(runtime, 'CREATED', aside);
}

/** Takes up an instance that was set aside, if it can be read now. */
export function lookAgain(runtime: Runtime, instance: Key): void {
  const aside = runtime.state.aside(instance);
  if (aside && runtime.state.instanceOf(instance)) takeUp(runtime, aside);
}

/** Takes up an instance that was set aside, by its incident.
 *  @throws Rejection when it cannot be read still */
export function resolveAside(runtime: Runtime, aside: Aside): void {
  if (!runtime.state.instanceOf(aside.instance))
    throw new Rejection(
      'INVALID_STATE',
      `Expected to resolve incident with key '${aside.incident}', but this engine cannot read its process instance: ${aside.why}`,
    );
  takeUp(runtime, aside);
}

/** An instance that may have been set aside is over. */
export function dropAside(runtime: Runtime, instance: Key): void {
  const aside = runtime.state.aside(instance);
  if (aside) takeUp(runtime, aside);
}

function takeUp(runtime: Runtime, aside: Aside): void {
  runtime.state.removeAside(aside);
  emit(runtime, 'RESOLVED', aside);
}

function emit(runtime: Runtime, intent: string, { instance, incident, definition, why }: Aside): void {
  const processId = runtime.registry.definitions.get(definition)?.processId ?? '';
  runtime.log.emit(partitionOf(instance), 'INCIDENT', intent, incident, {
    elementId: processId,
    elementInstanceKey: wire(instance),
    bpmnProcessId: processId,
    processDefinitionKey: wire(definition),
    processInstanceKey: wire(instance),
    tenantId: TENANT,
    errorType: 'UNKNOWN',
    errorMessage: why,
    jobKey: NO_KEY,
    variableScopeKey: wire(instance),
  });
}
