import type { InstanceCommands } from './instance-port.ts';

/* What the rest of the api may ask of the engine. The implementation (Zeebe) is one folder; nothing here names it. */

export type * from './instance-port.ts';

export type EngineVariables = Record<string, unknown>;

/** The engine drops a message that nobody waits for after `ttlMs`, and knows a `messageId` again for as long. */
export type EngineMessage = {
  name: string;
  correlationKey: string;
  messageId: string;
  ttlMs: number;
  variables: EngineVariables;
};

export type EngineResource = { name: string; content: Buffer };

/** A process that the engine runs from now on. `key` is an engine key: 64 bits, so a string. */
export type DeployedProcess = { key: string; processKey: string; version: number; resourceName: string };

export type AssignTask = {
  taskKey: string;
  assignee: string;
  /** Comes back with the task in the record stream, so that the projection can tell our command from another's. */
  action: string;
  /** false claims: refused when somebody else holds the task. */
  allowOverride: boolean;
};

/** Replaces the groups that a task is for. */
export type UpdateCandidateGroups = { taskKey: string; candidateGroups: readonly string[]; action: string };

export type CompleteTask = { taskKey: string; variables: EngineVariables; action: string };

/** Every command rejects with one of the errors below; none is repeated inside, because only the caller knows whether a
 *  repeat is harmless. */
export type EngineCommands = InstanceCommands & {
  /** @returns already-known when the engine still buffers a message of this id: as good as accepted */
  publish(message: EngineMessage): Promise<'accepted' | 'already-known'>;
  /** Deploys together; what the engine has already in the same shape keeps its version.
   *  @returns the processes among the resources */
  deploy(resources: readonly EngineResource[]): Promise<DeployedProcess[]>;
  assignTask(command: AssignTask): Promise<void>;
  unassignTask(taskKey: string): Promise<void>;
  updateCandidateGroups(command: UpdateCandidateGroups): Promise<void>;
  completeTask(command: CompleteTask): Promise<void>;
};

/** The engine cannot be reached, refuses for now, or did not answer in time. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
  /** The command may have been carried out although no answer came. */
  readonly uncertain: boolean;
  constructor(message: string, { uncertain, cause }: { uncertain: boolean; cause?: unknown }) {
    super(message, { cause });
    this.uncertain = uncertain;
  }
}

/** No such task: completed, cancelled, or never there. After a repeat, ask the projection what happened. */
export class EngineTaskNotFound extends Error {
  override readonly name = 'EngineTaskNotFound';
}

/** No such instance, element, incident, job or definition: ended, deleted, or never there. */
export class EngineInstanceNotFound extends Error {
  override readonly name = 'EngineInstanceNotFound';
}

/** The task is in a state that does not allow this, or somebody else holds it. */
export class EngineTaskConflict extends Error {
  override readonly name = 'EngineTaskConflict';
}

/** The engine will never take this command: wrong by our own doing, or by a diagram's. */
export class EngineRejected extends Error {
  override readonly name = 'EngineRejected';
}
