import type { EngineTopology, EvaluatedDecision, InstanceCommands } from './engine-port.ts';
import { toNotFoundError, toUncertainError } from './zeebe-errors.ts';
import { deploy, type Gateway, send } from './zeebe-gateway.ts';

type RawCreated = {
  processInstanceKey: string;
  bpmnProcessId: string;
  version: number;
  processDefinitionKey: string;
};

type RawEvaluated = {
  decisionKey: string;
  decisionId: string;
  decisionVersion: number;
  decisionOutput: string;
  evaluatedDecisions: {
    decisionId: string;
    evaluatedInputs: { inputName: string; inputValue: string }[];
    matchedRules: {
      ruleId: string;
      ruleIndex: number;
      evaluatedOutputs: { outputName: string; outputValue: string }[];
    }[];
  }[];
  failedDecisionId: string;
  failureMessage: string;
};

type RawTopology = {
  gatewayVersion: string;
  clusterSize: number;
  partitionsCount: number;
  replicationFactor: number;
  brokers: {
    nodeId: number;
    host: string;
    port: number;
    version: string;
    partitions: { partitionId: number; role: string; health: string }[];
  }[];
};

/** Value by which the gateway selects the latest version of a process. */
const LATEST = -1;
const NO_KEY = '-1';

/** Creates the operator commands on instances, over the gateway. */
export function instanceCommands({
  gateway,
  timeoutMs,
}: {
  gateway: Gateway;
  timeoutMs: number;
}): InstanceCommands {
  const about = { timeoutMs, mapped: toNotFoundError };
  const naming = { timeoutMs, mapped: toUncertainError };
  const json = (variables: unknown): string => JSON.stringify(variables);

  return {
    async createInstance({ variables, startBefore = [], ...which }) {
      const created = await send<RawCreated>(
        gateway.old,
        'CreateProcessInstance',
        {
          ...('definitionKey' in which
            ? { processDefinitionKey: which.definitionKey }
            : { bpmnProcessId: which.processKey, version: which.version ?? LATEST }),
          variables: json(variables),
          startInstructions: startBefore.map((elementId) => ({ elementId })),
        },
        naming,
      );
      return {
        instanceKey: created.processInstanceKey,
        processKey: created.bpmnProcessId,
        version: created.version,
        definitionKey: created.processDefinitionKey,
      };
    },
    async cancelInstance(processInstanceKey) {
      await send(gateway.old, 'CancelProcessInstance', { processInstanceKey }, about);
    },
    async resolveIncident(incidentKey) {
      await send(gateway.old, 'ResolveIncident', { incidentKey }, about);
    },
    async setJobRetries(job) {
      await send(gateway.old, 'UpdateJobRetries', job, about);
    },
    async setVariables({ elementKey, variables, local }) {
      const body = { elementInstanceKey: elementKey, variables: json(variables), local };
      await send(gateway.old, 'SetVariables', body, about);
    },
    async modifyInstance({ instanceKey, activate, terminate }) {
      await send(
        gateway.old,
        'ModifyProcessInstance',
        {
          processInstanceKey: instanceKey,
          activateInstructions: activate.map(({ elementId, variables, ancestorKey }) => ({
            elementId,
            ancestorElementInstanceKey: ancestorKey ?? NO_KEY,
            variableInstructions: variables ? [{ variables: json(variables), scopeId: '' }] : [],
          })),
          terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
        },
        about,
      );
    },
    async migrateInstance({ instanceKey, targetDefinitionKey, mapping }) {
      await send(
        gateway.added,
        'MigrateProcessInstance',
        {
          processInstanceKey: instanceKey,
          migrationPlan: {
            targetProcessDefinitionKey: targetDefinitionKey,
            mappingInstructions: mapping.map(({ from, to }) => ({
              sourceElementId: from,
              targetElementId: to,
            })),
          },
        },
        about,
      );
    },
    async evaluateDecision({ variables, ...which }) {
      const body = { ...which, variables: json(variables) };
      return toEvaluated(await send<RawEvaluated>(gateway.old, 'EvaluateDecision', body, naming));
    },
    deployAll: (resources) => deploy(gateway.old, resources),
    async deleteResource(resourceKey) {
      await send(gateway.old, 'DeleteResource', { resourceKey }, about);
    },
    async topology() {
      return toTopology(await send<RawTopology>(gateway.old, 'Topology', {}, about));
    },
  };
}

function toEvaluated(raw: RawEvaluated): EvaluatedDecision {
  const failed = raw.failedDecisionId !== '' || raw.failureMessage !== '';
  const own = raw.evaluatedDecisions.find(({ decisionId }) => decisionId === raw.decisionId);
  return {
    decisionKey: raw.decisionKey,
    decisionId: raw.decisionId,
    version: raw.decisionVersion,
    output: failed ? null : parsed(raw.decisionOutput),
    inputs: (own?.evaluatedInputs ?? []).map(({ inputName, inputValue }) => ({
      name: inputName,
      value: parsed(inputValue),
    })),
    matchedRules: (own?.matchedRules ?? []).map(({ ruleId, ruleIndex, evaluatedOutputs }) => ({
      ruleId,
      index: ruleIndex,
      outputs: Object.fromEntries(
        evaluatedOutputs.map(({ outputName, outputValue }) => [outputName, parsed(outputValue)]),
      ),
    })),
    failure: failed ? raw.failureMessage : undefined,
  };
}

const parsed = (text: string): unknown => (text === '' ? null : (JSON.parse(text) as unknown));

type Part = EngineTopology['brokers'][number]['partitions'][number];

const toTopology = ({ brokers, ...cluster }: RawTopology): EngineTopology => ({
  ...cluster,
  brokers: brokers.map(({ partitions, ...broker }) => ({
    ...broker,
    partitions: partitions.map(({ partitionId, role, health }) => ({
      partition: partitionId,
      role: role.toLowerCase() as Part['role'],
      health: health.toLowerCase() as Part['health'],
    })),
  })),
});
