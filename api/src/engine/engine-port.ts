import type { InstanceCommands } from './instance-port.ts';

/* Port through which the rest of the api uses the engine. The implementation (Zeebe) is one folder; nothing
   here names it. */

export type * from './instance-port.ts';

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
