import { evaluationValue, type Evaluated } from '../decisions/evaluation.ts';
import type { Variables } from '../core/model.ts';
import { Rejection } from '../core/rejection.ts';
import { TENANT } from '../core/values.ts';
import type { Host } from '../store/host.ts';

export type Unary = (body: Record<string, unknown>) => object | Promise<object>;

/** @throws Rejection when the text is no JSON object */
export function variablesOf(text: unknown): Variables {
  if (text === '' || text === undefined) return {};
  try {
    const value = JSON.parse(String(text)) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Variables;
  } catch {
    // said below
  }
  throw new Rejection('INVALID_ARGUMENT', 'Expected document to be a root level object');
}

/** What each method of the gateway does with a request, in the words of the protocol. */
export const unaryMethods = (host: Host, port: number): Record<string, Unary> => ({
  Topology: () => ({
    brokers: [
      {
        nodeId: 0,
        host: '127.0.0.1',
        port,
        version: '8.5.8',
        partitions: Array.from({ length: host.partitions }, (_, index) => ({
          partitionId: index + 1,
          role: 'LEADER',
          health: 'HEALTHY',
        })),
      },
    ],
    clusterSize: 1,
    partitionsCount: host.partitions,
    replicationFactor: 1,
    gatewayVersion: '8.5.8',
  }),
  async DeployResource({ resources }) {
    const given = (resources as { name: string; content: Buffer }[]).map(({ name, content }) => ({
      name,
      content: Buffer.from(content).toString('base64'),
    }));
    const { key, deployed } = await host.deploy(given);
    return { key, deployments: deployed, tenantId: TENANT };
  },
  PublishMessage({ name, correlationKey, messageId, timeToLive, variables }) {
    const key = host.execute({
      do: 'publish',
      name: String(name),
      correlationKey: String(correlationKey),
      messageId: String(messageId),
      ttlMs: Number(timeToLive),
      variables: variablesOf(variables),
    });
    return { key, tenantId: TENANT };
  },
  CompleteJob({ jobKey, variables }) {
    host.execute({ do: 'complete-job', jobKey: String(jobKey), variables: variablesOf(variables) });
    return {};
  },
  FailJob({ jobKey, retries, retryBackOff, errorMessage }) {
    host.execute({
      do: 'fail-job',
      jobKey: String(jobKey),
      retries: Number(retries),
      backOffMs: Number(retryBackOff),
      message: String(errorMessage),
    });
    return {};
  },
  ThrowError({ jobKey, errorCode, errorMessage, variables }) {
    host.execute({
      do: 'throw-error',
      jobKey: String(jobKey),
      code: String(errorCode),
      message: String(errorMessage),
      variables: variablesOf(variables),
    });
    return {};
  },
  UpdateJobRetries({ jobKey, retries }) {
    host.execute({ do: 'update-retries', jobKey: String(jobKey), retries: Number(retries) });
    return {};
  },
  ResolveIncident({ incidentKey }) {
    host.execute({ do: 'resolve-incident', incidentKey: String(incidentKey) });
    return {};
  },
  CreateProcessInstance({ processDefinitionKey, bpmnProcessId, version, variables, startInstructions }) {
    const { key, definition } = host.execute({
      do: 'create-instance',
      ...(Number(processDefinitionKey) > 0 ? { definitionKey: String(processDefinitionKey) } : {}),
      processId: String(bpmnProcessId),
      ...(Number(version) > 0 ? { version: Number(version) } : {}),
      variables: variablesOf(variables),
      startBefore: listOf<{ elementId: string }>(startInstructions).map(({ elementId }) => elementId),
    });
    return {
      processDefinitionKey: definition.key,
      bpmnProcessId: definition.processId,
      version: definition.version,
      processInstanceKey: key,
      tenantId: TENANT,
    };
  },
  SetVariables({ elementInstanceKey, variables, local }) {
    const key = host.execute({
      do: 'set-variables',
      elementKey: String(elementInstanceKey),
      variables: variablesOf(variables),
      local: local === true,
    });
    return { key };
  },
  CancelProcessInstance({ processInstanceKey }) {
    host.execute({ do: 'cancel-instance', instanceKey: String(processInstanceKey) });
    return {};
  },
  ModifyProcessInstance({ processInstanceKey, activateInstructions, terminateInstructions }) {
    host.execute({
      do: 'modify-instance',
      instanceKey: String(processInstanceKey),
      activate: listOf<WireActivation>(activateInstructions).map(
        ({ elementId, ancestorElementInstanceKey: key, variableInstructions }) => ({
          elementId,
          ...(Number(key) > 0 ? { ancestorKey: key } : {}),
          variables: variableInstructions.map(({ scopeId, variables }) => ({
            scopeId,
            variables: variablesOf(variables),
          })),
        }),
      ),
      terminate: listOf<{ elementInstanceKey: string }>(terminateInstructions).map(
        ({ elementInstanceKey }) => elementInstanceKey,
      ),
    });
    return {};
  },
  MigrateProcessInstance({ processInstanceKey, migrationPlan }) {
    const { targetProcessDefinitionKey, mappingInstructions } = migrationPlan as WirePlan;
    host.execute({
      do: 'migrate-instance',
      instanceKey: String(processInstanceKey),
      targetDefinitionKey: targetProcessDefinitionKey,
      mapping: mappingInstructions.map(({ sourceElementId, targetElementId }) => ({
        from: sourceElementId,
        to: targetElementId,
      })),
    });
    return {};
  },
  EvaluateDecision({ decisionKey, decisionId, variables }) {
    const byKey = Number(decisionKey) > 0;
    if (byKey === (String(decisionId) !== ''))
      throw new Rejection('INVALID_ARGUMENT', 'Expected either a decision id or a decision key');
    return decisionOnWire(
      host.execute({
        do: 'evaluate-decision',
        ...(byKey ? { decisionKey: String(decisionKey) } : { decisionId: String(decisionId) }),
        variables: variablesOf(variables),
      }),
    );
  },
  DeleteResource({ resourceKey }) {
    host.execute({ do: 'delete-resource', resourceKey: String(resourceKey) });
    return {};
  },
});

const listOf = <T>(value: unknown): T[] => (value ?? []) as T[];

type WireActivation = {
  elementId: string;
  ancestorElementInstanceKey: string;
  variableInstructions: { variables: string; scopeId: string }[];
};
type WirePlan = {
  targetProcessDefinitionKey: string;
  mappingInstructions: { sourceElementId: string; targetElementId: string }[];
};

/** Keys on the wire are digits; in records they stand behind a marker. */
function decisionOnWire(evaluated: Evaluated): object {
  const { version, failure } = evaluated;
  const value = evaluationValue(evaluated, {});
  const key = { decisionKey: version.key, tenantId: TENANT };
  return {
    ...key,
    decisionId: version.table.id,
    decisionName: version.table.name,
    decisionVersion: version.version,
    decisionRequirementsId: version.requirementsId,
    decisionRequirementsKey: version.requirementsKey,
    decisionOutput: value.decisionOutput,
    evaluatedDecisions: value.evaluatedDecisions.map((one) => ({ ...one, ...key })),
    failedDecisionId: value.failedDecisionId,
    failureMessage: failure,
  };
}
