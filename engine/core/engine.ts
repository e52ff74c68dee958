import { createInstance, type Creation } from './activation.ts';
import { deleteResource } from './deletion.ts';
import { deploy, prepare, type Deployed, type Resource } from './deployments.ts';
import { evaluateDecision, type Evaluated } from '../decisions/evaluation.ts';
import { resolveIncident } from './incidents.ts';
import {
  activateJobs,
  completeJob,
  failJob,
  throwJobError,
  updateJobRetries,
  type ActivatedJob,
  type Activation,
} from './jobs.ts';
import { terminate } from './lifecycle.ts';
import { publish, type Publication } from './messages.ts';
import { migrateInstance, type Migration } from './migration.ts';
import type { Definition, Key, Variables } from './model.ts';
import { modifyInstance, type Modification } from './modification.ts';
import type { RecordLog } from './record-log.ts';
import { Rejection } from './rejection.ts';
import { createRuntime, nextKey, settle, type Runtime } from './runtime.ts';
import {
  assignUserTask,
  completeUserTask,
  unassignUserTask,
  updateUserTask,
  type Changeset,
} from './user-tasks.ts';
import { merge, setLocal } from './variables.ts';

/** All that changes the state of the engine; a journal of these is the state. */
export type Command =
  | { do: 'deploy'; resources: Resource[] }
  | ({ do: 'publish' } & Publication)
  | ({ do: 'activate-jobs' } & Activation)
  | { do: 'complete-job'; jobKey: Key; variables: Variables }
  | { do: 'fail-job'; jobKey: Key; retries: number; backOffMs: number; message: string }
  | { do: 'throw-error'; jobKey: Key; code: string; message: string; variables: Variables }
  | { do: 'update-retries'; jobKey: Key; retries: number }
  | { do: 'resolve-incident'; incidentKey: Key }
  | ({ do: 'create-instance' } & Creation)
  | ({ do: 'modify-instance' } & Modification)
  | ({ do: 'migrate-instance' } & Migration)
  | { do: 'evaluate-decision'; decisionKey?: Key; decisionId?: string; variables: Variables }
  | { do: 'delete-resource'; resourceKey: Key }
  | { do: 'cancel-instance'; instanceKey: Key }
  | { do: 'set-variables'; elementKey: Key; variables: Variables; local: boolean }
  | { do: 'assign-task'; taskKey: Key; assignee: string; action: string; allowOverride: boolean }
  | { do: 'unassign-task'; taskKey: Key }
  | { do: 'complete-task'; taskKey: Key; action: string; variables: Variables }
  | { do: 'update-task'; taskKey: Key; action: string; changeset: Changeset }
  | { do: 'tick' };

export type Answers = {
  deploy: { key: Key; deployed: Deployed[] };
  publish: Key;
  'activate-jobs': ActivatedJob[];
  'set-variables': Key;
  'create-instance': { key: Key; definition: Definition };
  'evaluate-decision': Evaluated;
};

type AnswerTo<C extends Command> = C['do'] extends keyof Answers ? Answers[C['do']] : void;

export type Engine = {
  /** Carries a command out at a time and settles all that follows from it.
   *  @throws Rejection when it changes nothing */
  execute<C extends Exclude<Command, { do: 'deploy' }>>(command: C, now: number): AnswerTo<C>;
  /** Reads the resources first, then deploys as of `now()`; `before` runs just before anything changes. */
  deploy(resources: Resource[], now: () => number, after?: (at: number) => void): Promise<Answers['deploy']>;
  /** When the next timer, time-out or expiry is due. */
  nextDueAt(): number | undefined;
  /** The job types with new jobs since the last call. */
  takeNewlyReady(): string[];
};

export function createEngine({ partitions, log }: { partitions: number; log: RecordLog }): Engine {
  const runtime = createRuntime(partitions, log);
  const at = <T>(now: number, run: () => T): T => {
    runtime.now = now;
    log.at(now);
    const answer = run();
    settle(runtime);
    return answer;
  };

  return {
    execute: (command, now) => at(now, () => carryOut(runtime, command)) as never,
    async deploy(resources, now, after) {
      const prepared = await prepare(resources);
      const time = now();
      const answer = at(time, () => deploy(runtime, prepared));
      after?.(time);
      return answer;
    },
    nextDueAt: () => runtime.due.nextAt(),
    takeNewlyReady() {
      const types = [...runtime.newlyReady];
      runtime.newlyReady.clear();
      return types;
    },
  };
}

function carryOut(runtime: Runtime, command: Exclude<Command, { do: 'deploy' }>): unknown {
  switch (command.do) {
    case 'publish':
      return publish(runtime, command);
    case 'activate-jobs':
      return activateJobs(runtime, command);
    case 'complete-job':
      return completeJob(runtime, command.jobKey, command.variables);
    case 'fail-job':
      return failJob(runtime, command);
    case 'throw-error':
      return throwJobError(runtime, command.jobKey, command);
    case 'update-retries':
      return updateJobRetries(runtime, command.jobKey, command.retries);
    case 'resolve-incident':
      return resolveIncident(runtime, command.incidentKey);
    case 'create-instance':
      return createInstance(runtime, command);
    case 'modify-instance':
      return modifyInstance(runtime, command);
    case 'migrate-instance':
      return migrateInstance(runtime, command);
    case 'evaluate-decision':
      return evaluateDecision(runtime, command);
    case 'delete-resource':
      return deleteResource(runtime, command.resourceKey);
    case 'cancel-instance':
      return cancelInstance(runtime, command.instanceKey);
    case 'set-variables':
      return setVariables(runtime, command);
    case 'assign-task':
      return assignUserTask(runtime, command);
    case 'unassign-task':
      return unassignUserTask(runtime, command.taskKey);
    case 'complete-task':
      return completeUserTask(runtime, command);
    case 'update-task':
      return updateUserTask(runtime, command);
    case 'tick':
      for (let fire = runtime.due.take(runtime.now); fire; fire = runtime.due.take(runtime.now)) {
        fire();
        settle(runtime);
      }
  }
}

function setVariables(
  runtime: Runtime,
  { elementKey, variables, local }: Extract<Command, { do: 'set-variables' }>,
): Key {
  const element = runtime.instances.get(elementKey);
  if (!element)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to update variables for element with key '${elementKey}', but no such element was found`,
    );
  if (local) setLocal(element, variables);
  else merge(element, variables);
  return nextKey(runtime, element.partition);
}

function cancelInstance(runtime: Runtime, instanceKey: Key): void {
  const instance = runtime.instances.get(instanceKey);
  if (!instance || instance.scope)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${instanceKey}', but no such process was found`,
    );
  if (instance.caller)
    throw new Rejection(
      'INVALID_STATE',
      `Expected to cancel a process instance with key '${instanceKey}', but it is created by a parent process instance. Cancel the root process instance '${instance.caller.root.key}' instead.`,
    );
  terminate(runtime, instance);
}
