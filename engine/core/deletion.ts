import { decisionValue } from './deployments.ts';
import { replaceStarts } from './messages.ts';
import type { DecisionVersion, Definition, Key } from './model.ts';
import { wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextLooseKey, type Runtime } from './runtime.ts';

/** Deletes a definition without running instances, or the decisions of one file. The previous version becomes
 *  the latest again, and version numbers are never reused.
 *  @throws Rejection */
export function deleteResource(runtime: Runtime, resourceKey: Key): void {
  const { registry } = runtime;
  const definition = registry.definitions.get(resourceKey);
  const decisions = [...registry.decisionVersions.values()].filter(
    ({ requirementsKey }) => requirementsKey === resourceKey,
  );
  if (definition && runtime.state.runsAny(definition.key))
    throw new Rejection(
      'INVALID_STATE',
      `Expected to delete resource with key '${definition.key}' but there are still running instances`,
    );
  const key = nextLooseKey(runtime, 1);
  if (definition) deleteProcess(runtime, definition, key);
  else if (decisions.length > 0) for (const decision of decisions) deleteDecision(runtime, decision);
  else
    throw new Rejection(
      'NOT_FOUND',
      `Expected to delete resource but no resource found with key '${resourceKey}'`,
    );
  runtime.state.removeResource(resourceKey);
  runtime.log.emit(1, 'RESOURCE_DELETION', 'DELETED', key, {
    resourceKey: wire(resourceKey),
    tenantId: TENANT,
  });
}

function deleteProcess(runtime: Runtime, definition: Definition, key: Key): void {
  const { processId } = definition;
  runtime.log.emit(1, 'RESOURCE_DELETION', 'DELETING', key, {
    resourceKey: wire(definition.key),
    tenantId: TENANT,
  });
  runtime.registry.definitions.delete(definition.key);
  for (let partition = 1; partition <= runtime.partitions; partition += 1)
    for (const intent of ['DELETING', 'DELETED'])
      runtime.log.emit(partition, 'PROCESS', intent, definition.key, {
        bpmnProcessId: processId,
        version: definition.version,
        processDefinitionKey: wire(definition.key),
        resourceName: definition.resourceName,
        checksum: definition.checksum,
        resource: '',
        duplicate: false,
        tenantId: TENANT,
      });
  if (runtime.registry.latest.get(processId) !== definition) return;
  const before = newestOf(
    [...runtime.registry.definitions.values()].filter((one) => one.processId === processId),
  );
  if (before) runtime.registry.latest.set(processId, before);
  else runtime.registry.latest.delete(processId);
  replaceStarts(runtime, definition, before);
}

function deleteDecision({ registry, log }: Runtime, decision: DecisionVersion): void {
  const { id } = decision;
  registry.decisionVersions.delete(decision.key);
  log.emit(1, 'DECISION', 'DELETED', decision.key, decisionValue(decision));
  if (registry.decisions.get(id) !== decision) return;
  const before = newestOf([...registry.decisionVersions.values()].filter((one) => one.id === id));
  if (before) registry.decisions.set(id, before);
  else registry.decisions.delete(id);
}

const newestOf = <T extends { version: number }>(versions: readonly T[]): T | undefined =>
  versions.reduce<T | undefined>(
    (newest, one) => (newest && newest.version > one.version ? newest : one),
    undefined,
  );
