import { isKey } from '../core/keys.ts';
import { Rejection } from '../core/rejection.ts';
import { dateTimeOf } from '../core/time.ts';
import type { Changeset } from '../core/user-tasks.ts';
import type { Store } from '../store/store.ts';
import { type Address, type Body, type HttpReply, type HttpServer, listen, NOWHERE } from './http.ts';
import { plainText, variablesIn } from './input.ts';
import { topology } from './topology.ts';

const DONE: HttpReply = { status: 204 };
const TASK = /^\/v1\/user-tasks\/([^/]+)(?:\/(assignment|assignee|completion))?$/;

/** Serves the user task commands of 8.5 and the topology. */
export const startRest = (store: Store, address: Address): Promise<HttpServer> =>
  listen(address, (method, path) => {
    if (method === 'GET' && path === '/v1/topology')
      return () => ({ status: 200, body: topology(store.partitions) });
    const [, taskKey, verb = ''] = TASK.exec(path) ?? [];
    if (taskKey === undefined) return undefined;
    return async (_, read) => {
      const command = commands(store, taskKey)[`${method} ${verb}`];
      if (!command) return NOWHERE;
      if (!isKey(taskKey)) throw invalid(`Expected '${taskKey}' to be the key of a user task`);
      return command(read);
    };
  });

const invalid = (message: string): Rejection => new Rejection('INVALID_ARGUMENT', message);

type Read = () => Promise<Body>;

const commands = (
  store: Store,
  taskKey: string,
): Record<string, ((read: Read) => Promise<HttpReply>) | undefined> => ({
  async 'POST assignment'(read) {
    const { assignee, action, allowOverride } = await read();
    if (typeof assignee !== 'string' || assignee.trim() === '') throw invalid('No assignee provided.');
    await store.execute({
      do: 'assign-task',
      taskKey,
      assignee: plainText('assignee', assignee),
      action: actionOf(action),
      allowOverride: allowOverride !== false,
    });
    return DONE;
  },
  async 'POST completion'(read) {
    const { action, variables } = await read();
    await store.execute({
      do: 'complete-task',
      taskKey,
      action: actionOf(action),
      variables: variablesIn(variables ?? {}),
    });
    return DONE;
  },
  async 'DELETE assignee'() {
    await store.execute({ do: 'unassign-task', taskKey });
    return DONE;
  },
  async 'PATCH '(read) {
    const { changeset, action } = await read();
    if (typeof changeset !== 'object' || changeset === null) throw invalid('No update data provided.');
    await store.execute({
      do: 'update-task',
      taskKey,
      action: actionOf(action),
      changeset: changesetOf(changeset as Body),
    });
    return DONE;
  },
});

/** Reads the action, a name of the caller's own for the command.
 *  @throws Rejection */
function actionOf(value: unknown): string {
  const action = value ?? '';
  if (typeof action !== 'string') throw invalid('Expected action to be a text');
  return plainText('action', action);
}

/** Reads a changeset: null clears a field; an absent field stays.
 *  @throws Rejection */
function changesetOf({ candidateGroups, candidateUsers, dueDate, followUpDate }: Body): Changeset {
  return {
    ...(candidateGroups === undefined
      ? {}
      : { candidateGroups: listOf('candidate groups', candidateGroups) }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: listOf('candidate users', candidateUsers) }),
    ...(dueDate === undefined ? {} : { dueDate: dateOf('due date', dueDate) }),
    ...(followUpDate === undefined ? {} : { followUpDate: dateOf('follow-up date', followUpDate) }),
  };
}

function listOf(what: string, value: unknown): string[] {
  const list = value ?? [];
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    throw invalid(`Expected ${what} to be a list of texts`);
  return list.map((one) => plainText(what, one));
}

function dateOf(what: string, value: unknown): string {
  const given = value ?? '';
  if (given === '') return '';
  const date = typeof given === 'string' ? dateTimeOf(given) : undefined;
  if (!date)
    throw invalid(`The provided ${what} '${String(value)}' cannot be parsed as a date-time with a zone`);
  return date.text;
}
