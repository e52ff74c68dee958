import { replaceStarts } from './messages.ts';
import type { DecisionVersion, Definition } from './model.ts';
import type { Prepared, PreparedDecisions, PreparedProcess } from './prepare.ts';
import { wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextLooseKey, type Runtime } from './runtime.ts';

export type Deployed =
  | {
      process: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
    }
  | {
      decision: {
        dmnDecisionId: string;
        dmnDecisionName: string;
        version: number;
        decisionKey: string;
        dmnDecisionRequirementsId: string;
        decisionRequirementsKey: string;
      };
    };

/** Deploys resources together; an unchanged one keeps its version. */
export function deploy(
  runtime: Runtime,
  prepared: readonly Prepared[],
): { key: string; deployed: Deployed[] } {
  if (prepared.length === 0)
    throw new Rejection('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given');
  const key = nextLooseKey(runtime, 1);
  const deployed = prepared.flatMap((one) =>
    one.kind === 'process' ? [deployProcess(runtime, one)] : deployDecisions(runtime, one),
  );
  runtime.log.emit(1, 'DEPLOYMENT', 'CREATED', key, {
    resources: [],
    processesMetadata: deployed.flatMap((one) =>
      'process' in one
        ? [{ ...one.process, processDefinitionKey: wire(one.process.processDefinitionKey), tenantId: TENANT }]
        : [],
    ),
    decisionsMetadata: [],
    decisionRequirementsMetadata: [],
    formMetadata: [],
    tenantId: TENANT,
  });
  return { key, deployed };
}

function nextVersion({ registry: { versions } }: Runtime, id: string): number {
  const version = (versions.get(id) ?? 0) + 1;
  versions.set(id, version);
  return version;
}

function deployProcess(
  runtime: Runtime,
  { processId, checksum, name, model, content }: PreparedProcess,
): Deployed {
  const { registry, state } = runtime;
  const known = registry.latest.get(processId);
  const same = known?.checksum === checksum && known.resourceName === name;
  const definition: Definition = same
    ? known
    : {
        key: nextLooseKey(runtime, 1),
        processId,
        version: nextVersion(runtime, processId),
        resourceName: name,
        checksum,
        model,
      };
  const { key, version } = definition;
  if (!same) {
    registry.definitions.set(key, definition);
    registry.latest.set(processId, definition);
    state.addResource({ kind: 'process', key, name, checksum, content, processId, version });
    for (let partition = 1; partition <= runtime.partitions; partition += 1)
      runtime.log.emit(partition, 'PROCESS', 'CREATED', key, {
        bpmnProcessId: processId,
        version,
        processDefinitionKey: wire(key),
        resourceName: name,
        checksum,
        resource: content,
        duplicate: false,
        tenantId: TENANT,
      });
    replaceStarts(runtime, definition, definition);
  }
  return { process: { bpmnProcessId: processId, version, processDefinitionKey: key, resourceName: name } };
}

function deployDecisions(
  runtime: Runtime,
  { tables, name, checksum, content, requirementsId }: PreparedDecisions,
): Deployed[] {
  const { registry, state } = runtime;
  const known = tables.map(({ id }) => registry.decisions.get(id));
  const same = known.every((one) => one?.checksum === checksum);
  const requirementsKey = same ? '' : nextLooseKey(runtime, 1);
  const versions = tables.map((table, at): DecisionVersion => {
    const old = known[at];
    return same && old
      ? old
      : {
          key: nextLooseKey(runtime, 1),
          id: table.id,
          name: table.name,
          version: nextVersion(runtime, table.id),
          checksum,
          requirementsKey,
          requirementsId,
          table,
        };
  });
  if (!same) {
    const decisions = versions.map(({ key, id, name, version }) => ({ key, id, name, version }));
    state.addResource({
      kind: 'decisions',
      key: requirementsKey,
      name,
      checksum,
      content,
      requirementsId,
      decisions,
    });
    for (const version of versions) addDecision(runtime, version);
  }
  return versions.map((version) => ({
    decision: {
      dmnDecisionId: version.id,
      dmnDecisionName: version.name,
      version: version.version,
      decisionKey: version.key,
      dmnDecisionRequirementsId: requirementsId,
      decisionRequirementsKey: version.requirementsKey,
    },
  }));
}

function addDecision(runtime: Runtime, decision: DecisionVersion): void {
  const { registry } = runtime;
  registry.decisions.set(decision.id, decision);
  registry.decisionVersions.set(decision.key, decision);
  runtime.log.emit(1, 'DECISION', 'CREATED', decision.key, decisionValue(decision));
}

export const decisionValue = (decision: DecisionVersion) => ({
  decisionId: decision.id,
  decisionName: decision.name,
  version: decision.version,
  decisionKey: wire(decision.key),
  decisionRequirementsId: decision.requirementsId,
  decisionRequirementsKey: wire(decision.requirementsKey),
  duplicate: false,
  tenantId: TENANT,
});
