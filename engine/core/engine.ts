import { type Evaluated, evaluateDecision } from '../decisions/evaluation.ts';
import { blockingBudgetOfTurn, type Evaluations, withinOneCommand } from '../decisions/feel.ts';
import { createInstance, type Creation } from './activation.ts';
import { banInstance, type BanReason, retryBanned } from './banned-instances.ts';
import { deleteResource } from './deletion.ts';
import { deploy, type Deployed } from './deployments.ts';
import { resolveIncident } from './incidents.ts';
import {
  type ActivatedJob,
  activateJobs,
  type Activation,
  completeJob,
  failJob,
  onJobDue,
  returnJobs,
  throwJobError,
  updateJobRetries,
} from './jobs.ts';
import { expire, type Publication, publish } from './messages.ts';
import { migrateInstance, type Migration } from './migration.ts';
import type { Definition, Key, Variables } from './model.ts';
import { type Modification, modifyInstance } from './modification.ts';
import type { Prepared } from './prepare.ts';
import type { RecordLog } from './record-log.ts';
import type { Registry } from './registry.ts';
import { Rejection } from './rejection.ts';
import { type Counters, firstCounters, nextLooseKey, runAgenda, type Runtime } from './runtime.ts';
import type { State } from './state.ts';
import { terminate } from './termination.ts';
import { fireTimer } from './timers.ts';
import {
  assignUserTask,
  type Changeset,
  completeUserTask,
  unassignUserTask,
  updateUserTask,
} from './user-tasks.ts';
import { merge, setLocal } from './variables.ts';

/** Commands: every change of the engine's state. */
export type Command =
  | { do: 'deploy'; prepared: readonly Prepared[] }
  | ({ do: 'publish' } & Publication)
  | ({ do: 'activate-jobs' } & Activation)
  | { do: 'return-jobs'; keys: readonly Key[] }
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
  | { do: 'happen'; due: DueEvent }
  | ({ do: 'set-aside' } & BanReason)
  | { do: 'look-again'; instanceKey: Key };

/** A timer, job or message that has come due. */
export type DueEvent = { kind: 'timer' | 'job' | 'message'; key: Key };

export type CommandResults = {
  deploy: { key: Key; deployed: Deployed[] };
  publish: Key;
  'activate-jobs': ActivatedJob[];
  'set-variables': Key;
  'create-instance': { key: Key; definition: Definition };
  'evaluate-decision': Evaluated;
};

export type CommandResult<C extends Command> = C['do'] extends keyof CommandResults
  ? CommandResults[C['do']]
  : void;

/** Steps after which a command that loops endlessly is stopped on its second run, so that its records stay
 *  few. */
const LOOP_LIMIT = 1_000;

/** Options for running a command that was tried before. */
export type ExecutionContext = {
  /** Stops endlessly looping tokens with an incident. */
  parking?: boolean;
  /** Evaluations that the command asked for in an earlier try, if it can be tried again. */
  evaluations?: Evaluations;
};

export type Interpreter = {
  readonly registry: Registry;
  /** Starts a unit of work on a state. An earlier one that was not taken is dropped. */
  begin(state: State, counters: Counters): void;
  /** Executes a command and everything that follows from it. After any error except a Rejection, the unit of
   *  work is incomplete and unusable.
   *  @param now the time of execution, in milliseconds since 1970
   *  @throws Rejection when it changes nothing
   *  @throws NotLoaded, EvaluationPending, StepLimitExceeded */
  execute<C extends Command>(command: C, now: number, how?: ExecutionContext): CommandResult<C>;
  /** Returns the current counters. */
  counters(): Counters;
  /** Returns the job types with new jobs since the last call. */
  takeNewlyReady(): string[];
};

export function createInterpreter({
  partitions,
  log,
  registry,
}: {
  partitions: number;
  log: RecordLog;
  registry: Registry;
}): Interpreter {
  const runtime: Runtime = {
    now: 0,
    partitions,
    log,
    registry,
    state: undefined as unknown as State,
    counters: firstCounters(partitions),
    agenda: [],
    newlyReady: new Set(),
    parkAfter: Infinity,
    steps: 0,
  };
  let patience = blockingBudgetOfTurn();
  return {
    registry,
    begin(state, counters) {
      patience = blockingBudgetOfTurn();
      runtime.state = state;
      runtime.counters = structuredClone(counters);
      runtime.newlyReady.clear();
      log.begin(runtime.counters);
    },
    execute(command, now, { parking = false, evaluations } = {}) {
      Object.assign(runtime, { now, steps: 0, parkAfter: parking ? LOOP_LIMIT : Infinity });
      runtime.agenda.length = 0;
      log.at(now);
      return withinOneCommand(() => {
        const answer = dispatch(runtime, command);
        runAgenda(runtime);
        return answer as never;
      }, evaluations && { evaluations, patience });
    },
    counters: () => runtime.counters,
    takeNewlyReady() {
      const types = [...runtime.newlyReady];
      runtime.newlyReady.clear();
      return types;
    },
  };
}

function dispatch(runtime: Runtime, command: Command): unknown {
  switch (command.do) {
    case 'deploy':
      return deploy(runtime, command.prepared);
    case 'publish':
      return publish(runtime, command);
    case 'activate-jobs':
      return activateJobs(runtime, command);
    case 'return-jobs':
      return returnJobs(runtime, command.keys);
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
    case 'happen':
      return fireDue(runtime, command.due);
    case 'set-aside':
      return banInstance(runtime, command);
    case 'look-again':
      return retryBanned(runtime, command.instanceKey);
  }
}

function fireDue(runtime: Runtime, { kind, key }: DueEvent): void {
  if (kind === 'timer') fireTimer(runtime, key);
  else if (kind === 'job') onJobDue(runtime, key);
  else expire(runtime, key);
}

function setVariables(
  runtime: Runtime,
  { elementKey, variables, local }: Extract<Command, { do: 'set-variables' }>,
): Key {
  const element = runtime.state.instanceOf(elementKey)?.at.get(elementKey);
  if (!element || element.key !== elementKey)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to update variables for element with key '${elementKey}', but no such element was found`,
    );
  if (local) setLocal(runtime, element, variables);
  else merge(runtime, element, variables);
  return nextLooseKey(runtime, element.instance.partition);
}

function cancelInstance(runtime: Runtime, instanceKey: Key): void {
  const instance = runtime.state.instanceOf(instanceKey);
  if (!instance || instance.key !== instanceKey)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${instanceKey}', but no such process was found`,
    );
  if (instance.caller)
    throw new Rejection(
      'INVALID_STATE',
      `Expected to cancel a process instance with key '${instanceKey}', but it is created by a parent process instance. Cancel the root process instance '${instance.caller.instance}' instead.`,
    );
  terminate(runtime, instance.root);
}
