/* Port through which the rest of the api uses the engine. The implementation (Zeebe) is one folder; nothing
   here names it. */

export type EngineVariables = Record<string, unknown>;

/** The engine buffers a message that nobody waits for during `ttlMs`, and recognizes its `messageId` for as
 *  long. */
export type EngineMessage = {
  name: string;
  correlationKey: string;
  messageId: string;
  ttlMs: number;
  variables: EngineVariables;
};

export type EngineResource = { name: string; content: Buffer };

/** A process definition that was deployed. `key` is an engine key: 64 bits, so a string. */
export type DeployedProcess = { key: string; processKey: string; version: number; resourceName: string };

export type AssignTask = {
  taskKey: string;
  assignee: string;
  /** Returned with the task in the record stream, so that the projection can tell our command from
   *  another's. */
  action: string;
  /** false means a claim: it is refused when somebody else holds the task. */
  allowOverride: boolean;
};

/** Replaces the candidate groups of a task. */
export type UpdateCandidateGroups = { taskKey: string; candidateGroups: readonly string[]; action: string };

export type CompleteTask = { taskKey: string; variables: EngineVariables; action: string };

/* Commands for those who operate process instances. All keys are engine keys: 64 bits, so strings. */

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

/** Every command rejects with one of the errors below. None is retried internally, because only the caller
 *  knows whether a repeat is harmless. */
export type EngineCommands = InstanceCommands & {
  /** @returns already-known when the engine still buffers a message of this id, which is as good as
   *  accepted */
  publish(message: EngineMessage): Promise<'accepted' | 'already-known'>;
  /** Deploys the resources together; an unchanged one keeps its version.
   *  @returns the processes among the resources */
  deploy(resources: readonly EngineResource[]): Promise<DeployedProcess[]>;
  assignTask(command: AssignTask): Promise<void>;
  unassignTask(taskKey: string): Promise<void>;
  updateCandidateGroups(command: UpdateCandidateGroups): Promise<void>;
  completeTask(command: CompleteTask): Promise<void>;
};

/** The engine is unreachable, refuses for now, or did not answer in time. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
  /** The command may have been carried out although no answer came. */
  readonly uncertain: boolean;
  constructor(message: string, { uncertain, cause }: { uncertain: boolean; cause?: unknown }) {
    super(message, { cause });
    this.uncertain = uncertain;
  }
}

/** The task does not exist: completed, cancelled, or never there. After a retry, check the projection for
 *  what happened. */
export class EngineTaskNotFound extends Error {
  override readonly name = 'EngineTaskNotFound';
}

/** The instance, element, incident, job or definition does not exist: ended, deleted, or never there. */
export class EngineInstanceNotFound extends Error {
  override readonly name = 'EngineInstanceNotFound';
}

/** The task is in a state that does not allow this, or somebody else holds it. */
export class EngineTaskConflict extends Error {
  override readonly name = 'EngineTaskConflict';
}

/** The engine will never accept this command, because of our own mistake or a diagram's. */
export class EngineRejected extends Error {
  override readonly name = 'EngineRejected';
}
