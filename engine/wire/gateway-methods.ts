import { TENANT } from '../core/record-values.ts';
import { Rejection } from '../core/rejection.ts';
import { type Evaluated, evaluationValue } from '../decisions/evaluation.ts';
import type { Store } from '../store/store.ts';
import { millisecondsOf, plainText, variablesOf } from './input.ts';
import { topology } from './topology.ts';

export type Unary = (body: Record<string, unknown>) => object | Promise<object>;

/** Creates the methods of the gateway, in the terms of the protocol. */
export const unaryMethods = (store: Store, port: number): Record<string, Unary> => ({
  Topology: () => topologyOnWire(store.partitions, port),
  async DeployResource({ resources }) {
    const given = (resources as { name: string; content: Buffer }[]).map(({ name, content }) => ({
      name: plainText('the name of a resource', name),
      content: Buffer.from(content).toString('base64'),
    }));
    const { key, deployed } = await store.deploy(given);
    return { key, deployments: deployed, tenantId: TENANT };
  },
  async PublishMessage({ name, correlationKey, messageId, timeToLive, variables }) {
    const key = await store.execute({
      do: 'publish',
      name: plainText('name', name),
      correlationKey: plainText('correlationKey', correlationKey),
      messageId: plainText('messageId', messageId),
      ttlMs: millisecondsOf(timeToLive),
      variables: variablesOf(variables),
    });
    return { key, tenantId: TENANT };
  },
  async CompleteJob({ jobKey, variables }) {
    await store.execute({ do: 'complete-job', jobKey: String(jobKey), variables: variablesOf(variables) });
    return {};
  },
  async FailJob({ jobKey, retries, retryBackOff, errorMessage }) {
    await store.execute({
      do: 'fail-job',
      jobKey: String(jobKey),
      retries: Number(retries),
      backOffMs: millisecondsOf(retryBackOff),
      message: String(errorMessage),
    });
    return {};
  },
  async ThrowError({ jobKey, errorCode, errorMessage, variables }) {
    await store.execute({
      do: 'throw-error',
      jobKey: String(jobKey),
      code: String(errorCode),
      message: String(errorMessage),
      variables: variablesOf(variables),
    });
    return {};
  },
  async UpdateJobRetries({ jobKey, retries }) {
    await store.execute({ do: 'update-retries', jobKey: String(jobKey), retries: Number(retries) });
    return {};
  },
  async ResolveIncident({ incidentKey }) {
    await store.execute({ do: 'resolve-incident', incidentKey: String(incidentKey) });
    return {};
  },
  async CreateProcessInstance({
    processDefinitionKey,
    bpmnProcessId,
    version,
    variables,
    startInstructions,
  }) {
    const { key, definition } = await store.execute({
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
  async SetVariables({ elementInstanceKey, variables, local }) {
    const key = await store.execute({
      do: 'set-variables',
      elementKey: String(elementInstanceKey),
      variables: variablesOf(variables),
      local: local === true,
    });
    return { key };
  },
  async CancelProcessInstance({ processInstanceKey }) {
    await store.execute({ do: 'cancel-instance', instanceKey: String(processInstanceKey) });
    return {};
  },
  async ModifyProcessInstance({ processInstanceKey, activateInstructions, terminateInstructions }) {
    await store.execute({
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
  async MigrateProcessInstance({ processInstanceKey, migrationPlan }) {
    if (!migrationPlan)
      throw new Rejection('INVALID_ARGUMENT', 'Expected to migrate process instance, but there is no plan');
    const { targetProcessDefinitionKey, mappingInstructions } = migrationPlan as WirePlan;
    await store.execute({
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
  async EvaluateDecision({ decisionKey, decisionId, variables }) {
    const byKey = Number(decisionKey) > 0;
    if (byKey === (String(decisionId) !== ''))
      throw new Rejection('INVALID_ARGUMENT', 'Expected either a decision id or a decision key');
    return decisionOnWire(
      await store.execute({
        do: 'evaluate-decision',
        ...(byKey ? { decisionKey: String(decisionKey) } : { decisionId: String(decisionId) }),
        variables: variablesOf(variables),
      }),
    );
  },
  async DeleteResource({ resourceKey }) {
    await store.execute({ do: 'delete-resource', resourceKey: String(resourceKey) });
    return {};
  },
});

/** Converts the topology for the gateway, which spells roles and health in capitals and states its port. */
function topologyOnWire(partitions: number, port: number): object {
  const { brokers, ...cluster } = topology(partitions);
  return {
    ...cluster,
    brokers: brokers.map((broker) => ({
      ...broker,
      port,
      partitions: broker.partitions.map((one) => ({
        ...one,
        role: one.role.toUpperCase(),
        health: one.health.toUpperCase(),
      })),
    })),
  };
}

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

/** Converts an evaluated decision. Keys on the wire are digits; in records they are marked. */
function decisionOnWire(evaluated: Evaluated): object {
  const { version, failure } = evaluated;
  const value = evaluationValue(evaluated, {});
  const key = { decisionKey: version.key, tenantId: TENANT };
  return {
    ...key,
    decisionId: version.id,
    decisionName: version.name,
    decisionVersion: version.version,
    decisionRequirementsId: version.requirementsId,
    decisionRequirementsKey: version.requirementsKey,
    decisionOutput: value.decisionOutput,
    evaluatedDecisions: value.evaluatedDecisions.map((one) => ({ ...one, ...key })),
    failedDecisionId: value.failedDecisionId,
    failureMessage: failure,
  };
}
