import { partitionOf } from './keys.ts';
import type { Key } from './model.ts';
import { NO_KEY, wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextLooseKey, type Runtime } from './runtime.ts';
import type { BannedInstance } from './state.ts';

/** A process instance that this engine cannot continue, and the reason. */
export type BanReason = Omit<BannedInstance, 'incident'>;

/** Bans an instance: raises one incident for it, however often it is met. The instance itself does not
 *  change. */
export function banInstance(runtime: Runtime, { instance, definition, why }: BanReason): void {
  if (runtime.state.bannedInstance(instance)) return;
  const aside = { instance, definition, why, incident: nextLooseKey(runtime, partitionOf(instance)) };
  runtime.state.putBanned(aside);
  emit(runtime, 'CREATED', aside);
}

/** Lifts the ban of an instance if it can be read now. */
export function retryBanned(runtime: Runtime, instance: Key): void {
  const aside = runtime.state.bannedInstance(instance);
  if (aside && runtime.state.instanceOf(instance)) liftBan(runtime, aside);
}

/** Lifts the ban of an instance by resolving its incident.
 *  @throws Rejection when the instance still cannot be read */
export function resolveBan(runtime: Runtime, aside: BannedInstance): void {
  if (!runtime.state.instanceOf(aside.instance))
    throw new Rejection(
      'INVALID_STATE',
      `Expected to resolve incident with key '${aside.incident}', but this engine cannot read its process instance: ${aside.why}`,
    );
  liftBan(runtime, aside);
}

/** Removes the ban, if any, of an instance that has ended. */
export function dropBan(runtime: Runtime, instance: Key): void {
  const aside = runtime.state.bannedInstance(instance);
  if (aside) liftBan(runtime, aside);
}

function liftBan(runtime: Runtime, aside: BannedInstance): void {
  runtime.state.removeBanned(aside);
  emit(runtime, 'RESOLVED', aside);
}

function emit(
  runtime: Runtime,
  intent: string,
  { instance, incident, definition, why }: BannedInstance,
): void {
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
