import type { DeployedProcess, EngineResource, EngineVariables } from './engine-port.ts';

/* What those who operate the flow may ask of the engine. All keys are engine keys: 64 bits, so strings. */

export type CreateInstance = {
  variables: EngineVariables;
  /** Starts before these elements in place of the start event; all of them, each with its input mappings. The scopes around
   *  them are opened without their start events and input mappings. */
  startBefore?: readonly string[];
} & ({ processKey: string; version?: number } | { definitionKey: string });

export type CreatedInstance = {
  instanceKey: string;
  processKey: string;
  version: number;
  definitionKey: string;
};

/** `elementKey` is that of a process instance or of an element in one. `local` sets them there; else each goes up to where its
 *  name is known. */
export type SetVariables = { elementKey: string; variables: EngineVariables; local: boolean };

export type ModifyInstance = {
  instanceKey: string;
  /** Happens first. `variables` become local to the process instance. Without `ancestorKey` the one running scope of the
   *  element is taken, and missing ones are opened; with it, new scopes are opened below that one. */
  activate: readonly { elementId: string; variables?: EngineVariables; ancestorKey?: string }[];
  /** Element instances; a scope that loses its last one ends with it. */
  terminate: readonly string[];
};

export type MigrateInstance = {
  instanceKey: string;
  targetDefinitionKey: string;
  mapping: readonly { from: string; to: string }[];
};

/** `decisionId` means its latest version. */
export type EvaluateDecision = { variables: EngineVariables } & (
  { decisionId: string } | { decisionKey: string }
);

export type EvaluatedDecision = {
  decisionKey: string;
  decisionId: string;
  version: number;
  /** Null when no rule fits, or when it failed. */
  output: unknown;
  inputs: { name: string; value: unknown }[];
  /** `index` counts from 1. */
  matchedRules: { ruleId: string; index: number; outputs: EngineVariables }[];
  /** Why it could not be evaluated. */
  failure: string | undefined;
};

export type DeployedDecision = {
  key: string;
  decisionId: string;
  version: number;
  /** The file as a whole; this is what can be deleted. */
  requirementsKey: string;
};

export type Deployed = { processes: DeployedProcess[]; decisions: DeployedDecision[] };

export type EngineTopology = {
  gatewayVersion: string;
  clusterSize: number;
  partitionsCount: number;
  replicationFactor: number;
  brokers: {
    nodeId: number;
    host: string;
    port: number;
    version: string;
    partitions: {
      partition: number;
      role: 'leader' | 'follower' | 'inactive';
      health: 'healthy' | 'unhealthy' | 'dead';
    }[];
  }[];
};

/** Every command rejects with EngineUnavailable, EngineRejected or EngineInstanceNotFound, and none is repeated inside. */
export type InstanceCommands = {
  /** Sent twice it makes two. After EngineUnavailable with `uncertain`, only the projection tells whether it is there. */
  createInstance(command: CreateInstance): Promise<CreatedInstance>;
  /** Called processes end with it; one of those cannot be cancelled alone (EngineRejected). */
  cancelInstance(instanceKey: string): Promise<void>;
  resolveIncident(incidentKey: string): Promise<void>;
  /** Gives a failed job new tries; its incident has to be resolved as well. */
  setJobRetries(job: { jobKey: string; retries: number }): Promise<void>;
  setVariables(command: SetVariables): Promise<void>;
  /** All of it happens, or nothing. */
  modifyInstance(command: ModifyInstance): Promise<void>;
  /** Refused for most of our processes: see docs/adr/0015-instance-migration.md. */
  migrateInstance(command: MigrateInstance): Promise<void>;
  /** One that cannot be evaluated is an answer, with `failure`. */
  evaluateDecision(command: EvaluateDecision): Promise<EvaluatedDecision>;
  /** As `deploy`, and says also which decisions are there now. */
  deployAll(resources: readonly EngineResource[]): Promise<Deployed>;
  /** Of a process definition, refused while an instance runs, or of the requirements of decisions. */
  deleteResource(resourceKey: string): Promise<void>;
  topology(): Promise<EngineTopology>;
};
