import type { DeployedProcess, EngineResource, EngineVariables } from './engine-port.ts';

/* Port for those who operate process instances. All keys are engine keys: 64 bits, so strings. */

export type CreateInstance = {
  variables: EngineVariables;
  /** Starts before these elements in place of the start event: all of them, each with its input mappings. The
   *  scopes around them are opened without their start events and input mappings. */
  startBefore?: readonly string[];
} & ({ processKey: string; version?: number } | { definitionKey: string });

export type CreatedInstance = {
  instanceKey: string;
  processKey: string;
  version: number;
  definitionKey: string;
};

/** `elementKey` is the key of a process instance or of an element instance. With `local`, the variables are
 *  set in that scope; otherwise each goes up to the scope where its name exists. */
export type SetVariables = { elementKey: string; variables: EngineVariables; local: boolean };

export type ModifyInstance = {
  instanceKey: string;
  /** Happens before the terminations. `variables` become local to the process instance. Without
   *  `ancestorKey`, the element's one running scope is used and missing scopes are opened; with it, new
   *  scopes are opened below that one. */
  activate: readonly { elementId: string; variables?: EngineVariables; ancestorKey?: string }[];
  /** Keys of element instances; a scope that loses its last one ends with it. */
  terminate: readonly string[];
};

export type MigrateInstance = {
  instanceKey: string;
  targetDefinitionKey: string;
  mapping: readonly { from: string; to: string }[];
};

/** `decisionId` selects the latest version. */
export type EvaluateDecision = { variables: EngineVariables } & (
  { decisionId: string } | { decisionKey: string }
);

export type EvaluatedDecision = {
  decisionKey: string;
  decisionId: string;
  version: number;
  /** Null when no rule matches, or when the evaluation failed. */
  output: unknown;
  inputs: { name: string; value: unknown }[];
  /** `index` counts from 1. */
  matchedRules: { ruleId: string; index: number; outputs: EngineVariables }[];
  /** Reason why the evaluation failed. */
  failure: string | undefined;
};

export type DeployedDecision = {
  key: string;
  decisionId: string;
  version: number;
  /** Key of the whole file, the decision requirements; only this can be deleted. */
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

/** Every command rejects with EngineUnavailable, EngineRejected or EngineInstanceNotFound, and none is
 *  retried internally. */
export type InstanceCommands = {
  /** Not idempotent: sent twice, it creates two instances. After EngineUnavailable with `uncertain`, only the
   *  projection tells whether one exists. */
  createInstance(command: CreateInstance): Promise<CreatedInstance>;
  /** Also ends called processes; one of those cannot be cancelled on its own (EngineRejected). */
  cancelInstance(instanceKey: string): Promise<void>;
  resolveIncident(incidentKey: string): Promise<void>;
  /** Gives a failed job new retries; its incident has to be resolved as well. */
  setJobRetries(job: { jobKey: string; retries: number }): Promise<void>;
  setVariables(command: SetVariables): Promise<void>;
  /** Applies all of it, or nothing. */
  modifyInstance(command: ModifyInstance): Promise<void>;
  /** Refused for most of our processes: see docs/adr/0015-instance-migration.md. */
  migrateInstance(command: MigrateInstance): Promise<void>;
  /** Returns a failed evaluation as a result with `failure`, not as an error. */
  evaluateDecision(command: EvaluateDecision): Promise<EvaluatedDecision>;
  /** Like `deploy`, and also returns the deployed decisions. */
  deployAll(resources: readonly EngineResource[]): Promise<Deployed>;
  /** Deletes a process definition, which is refused while an instance runs, or the requirements of
   *  decisions. */
  deleteResource(resourceKey: string): Promise<void>;
  topology(): Promise<EngineTopology>;
};
