import { complete } from './lifecycle.ts';
import type { Variables } from './model.ts';
import { NO_KEY, wire } from './record-log.ts';
import { whereValue } from './record-values.ts';
import { IncidentError, Rejection } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance, UserTask } from './state.ts';
import { dateTimeOf } from './time.ts';
import { evaluateFor, listFor, nameOf, textFor } from './variables.ts';

type More = { action?: string; variables?: Variables; changedAttributes?: string[] };

export const emitUserTask = (runtime: Runtime, intent: string, task: UserTask, more: More = {}): void =>
  runtime.log.emit(task.element.instance.partition, 'USER_TASK', intent, task.key, {
    ...whereValue(task.element),
    userTaskKey: wire(task.key),
    processDefinitionVersion: task.element.instance.definition.version,
    assignee: task.assignee,
    candidateGroupsList: task.candidateGroups,
    candidateUsersList: task.candidateUsers,
    dueDate: task.dueDate,
    followUpDate: task.followUpDate,
    formKey: NO_KEY,
    externalFormReference: task.externalReference,
    customHeaders: task.element.node.userTask?.headers ?? {},
    creationTimestamp: task.createdAt,
    changedAttributes: [],
    action: '',
    variables: {},
    ...more,
  });

/** Evaluates the task's attributes in the diagram; returns the function that creates it.
 *  @throws IncidentError */
export function createUserTask(runtime: Runtime, element: ElementInstance): () => void {
  const props = element.node.userTask;
  const candidateGroups = listFor(runtime, element, props?.candidateGroups);
  const candidateUsers = listFor(runtime, element, props?.candidateUsers);
  const assignee = props?.assignee ? textFor(runtime, element, props.assignee) : '';
  const dueDate = dateFor(runtime, element, props?.dueDate);
  const followUpDate = dateFor(runtime, element, props?.followUpDate);
  return () => {
    const task: UserTask = {
      key: nextKey(runtime, element),
      element,
      assignee: '',
      candidateGroups,
      candidateUsers,
      dueDate,
      followUpDate,
      externalReference: props?.externalReference ?? '',
      createdAt: runtime.now,
    };
    element.userTask = task;
    element.instance.at.set(task.key, element);
    emitUserTask(runtime, 'CREATING', task);
    emitUserTask(runtime, 'CREATED', task);
    if (!assignee) return;
    task.assignee = assignee;
    emitUserTask(runtime, 'ASSIGNING', task);
    emitUserTask(runtime, 'ASSIGNED', task);
  };
}

function dateFor(runtime: Runtime, element: ElementInstance, source: string | undefined): string {
  if (source === undefined) return '';
  const value = evaluateFor(runtime, element, source);
  if (value === null) return '';
  const date = typeof value === 'string' ? dateTimeOf(value) : undefined;
  if (!date)
    throw new IncidentError(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${source}' to be a date-time with a zone, but was '${nameOf(value)}'`,
    );
  return date.text;
}

/** @throws Rejection */
function taskFor(runtime: Runtime, taskKey: string, verb: string): UserTask {
  const task = runtime.state.instanceOf(taskKey)?.at.get(taskKey)?.userTask;
  if (!task || task.key !== taskKey)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to ${verb} user task with key '${taskKey}', but no such user task was found`,
    );
  const { state } = task.element;
  if (state !== 'active')
    throw new Rejection(
      'INVALID_STATE',
      `Expected to ${verb} user task with key '${taskKey}', but it is in state '${state.toUpperCase()}'`,
    );
  return task;
}

/** Assigns a task. Without `allowOverride` it claims it: refused when somebody else holds the task. */
export function assignUserTask(
  runtime: Runtime,
  {
    taskKey,
    assignee,
    action,
    allowOverride,
  }: { taskKey: string; assignee: string; action: string; allowOverride: boolean },
): void {
  const task = taskFor(runtime, taskKey, allowOverride ? 'assign' : 'claim');
  if (!allowOverride && task.assignee !== '' && task.assignee !== assignee)
    throw new Rejection(
      'INVALID_STATE',
      `Expected to claim user task with key '${taskKey}', but it has already been assigned`,
    );
  task.assignee = assignee;
  const more = { action: action || (allowOverride ? 'assign' : 'claim'), changedAttributes: ['assignee'] };
  emitUserTask(runtime, 'ASSIGNING', task, more);
  emitUserTask(runtime, 'ASSIGNED', task, more);
}

export function unassignUserTask(runtime: Runtime, taskKey: string): void {
  const task = taskFor(runtime, taskKey, 'unassign');
  task.assignee = '';
  const more = { action: 'unassign', changedAttributes: ['assignee'] };
  emitUserTask(runtime, 'ASSIGNING', task, more);
  emitUserTask(runtime, 'ASSIGNED', task, more);
}

/** Completes a task; the engine does not require an assignee. */
export function completeUserTask(
  runtime: Runtime,
  { taskKey, action, variables }: { taskKey: string; action: string; variables: Variables },
): void {
  const task = taskFor(runtime, taskKey, 'complete');
  const more = { action: action || 'complete', variables };
  emitUserTask(runtime, 'COMPLETING', task, more);
  emitUserTask(runtime, 'COMPLETED', task, more);
  forget(task);
  complete(runtime, task.element, variables);
}

export type Changeset = Partial<
  Pick<UserTask, 'candidateGroups' | 'candidateUsers' | 'dueDate' | 'followUpDate'>
>;

export function updateUserTask(
  runtime: Runtime,
  { taskKey, action, changeset }: { taskKey: string; action: string; changeset: Changeset },
): void {
  const task = taskFor(runtime, taskKey, 'update');
  Object.assign(task, changeset);
  const more = { action: action || 'update', changedAttributes: Object.keys(changeset).map(attributeOf) };
  emitUserTask(runtime, 'UPDATING', task, more);
  emitUserTask(runtime, 'UPDATED', task, more);
}

const attributeOf = (name: string): string => (name.startsWith('candidate') ? `${name}List` : name);

/** Cancels the task of an element that ends without it. */
export function cancelUserTask(runtime: Runtime, element: ElementInstance): void {
  const task = element.userTask;
  if (!task) return;
  emitUserTask(runtime, 'CANCELING', task);
  emitUserTask(runtime, 'CANCELED', task);
  forget(task);
}

function forget({ element, key }: UserTask): void {
  element.instance.at.delete(key);
  element.userTask = undefined;
}
