import { replaceStarts } from './messages.ts';
import type { Definition, DecisionVersion, Key } from './model.ts';
import { wire } from './record-log.ts';
import { Rejection } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import { TENANT } from './values.ts';

/** Deletes a definition that no instance runs, or the decisions of one file. The version before becomes the latest again, and
 *  no version number is given twice.
 *  @throws Rejection */
export function deleteResource(runtime: Runtime, resourceKey: Key): void {
  const key = nextKey(runtime, 1);
  const definition = runtime.definitions.get(resourceKey);
  const decisions = [...runtime.decisionVersions.values()].filter(
    ({ requirementsKey }) => requirementsKey === resourceKey,
  );
  if (definition) deleteProcess(runtime, definition, key);
  else if (decisions.length > 0) for (const decision of decisions) deleteDecision(runtime, decision);
  else
    throw new Rejection(
      'NOT_FOUND',
      `Expected to delete resource but no resource found with key '${resourceKey}'`,
    );
  runtime.log.emit(1, 'RESOURCE_DELETION', 'DELETED', key, {
    resourceKey: wire(resourceKey),
    tenantId: TENANT,
  });
}

function deleteProcess(runtime: Runtime, definition: Definition, key: Key): void {
  for (const { scope, definition: running } of runtime.instances.values())
    if (!scope && running === definition)
      throw new Rejection(
        'INVALID_STATE',
        `Expected to delete resource with key '${definition.key}' but there are still running instances`,
      );
  const { processId } = definition;
  runtime.log.emit(1, 'RESOURCE_DELETION', 'DELETING', key, {
    resourceKey: wire(definition.key),
    tenantId: TENANT,
  });
  runtime.definitions.delete(definition.key);
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
  if (runtime.latest.get(processId) !== definition) return;
  const before = newestOf([...runtime.definitions.values()].filter((one) => one.processId === processId));
  if (before) runtime.latest.set(processId, before);
  else runtime.latest.delete(processId);
  replaceStarts(runtime, definition, before);
}

function deleteDecision(runtime: Runtime, decision: DecisionVersion): void {
  const { id } = decision.table;
  runtime.decisionVersions.delete(decision.key);
  runtime.log.emit(1, 'DECISION', 'DELETED', decision.key, {
    decisionId: id,
    decisionName: decision.table.name,
    version: decision.version,
    decisionKey: wire(decision.key),
    decisionRequirementsId: decision.requirementsId,
    decisionRequirementsKey: wire(decision.requirementsKey),
    duplicate: false,
    tenantId: TENANT,
  });
  if (runtime.decisions.get(id) !== decision) return;
  const before = newestOf([...runtime.decisionVersions.values()].filter(({ table }) => table.id === id));
  if (before) runtime.decisions.set(id, before);
  else runtime.decisions.delete(id);
}

const newestOf = <T extends { version: number }>(versions: readonly T[]): T | undefined =>
  versions.reduce<T | undefined>(
    (newest, one) => (newest && newest.version > one.version ? newest : one),
    undefined,
  );
