import { Rejection } from '../core/rejection.ts';
import type { Changeset } from '../core/user-tasks.ts';
import type { Variables } from '../core/model.ts';
import type { Store } from '../store/store.ts';
import { listen, NOWHERE, type Address, type Answer, type Body, type HttpServer } from './http.ts';
import { checkedVariables } from './input.ts';
import { topology } from './topology.ts';

const DONE: Answer = { status: 204 };
const TASK = /^\/v1\/user-tasks\/([^/]+)(?:\/(assignment|assignee|completion))?$/;

/** Serves the user-task commands of 8.5 and the topology. */
export const startRest = (store: Store, address: Address): Promise<HttpServer> =>
  listen(address, (method, path) => {
    if (method === 'GET' && path === '/v1/topology')
      return () => ({ status: 200, body: topology(store.partitions) });
    const [, taskKey, verb = ''] = TASK.exec(path) ?? [];
    if (taskKey === undefined) return undefined;
    return async (_, read) => commands(store, taskKey)[`${method} ${verb}`]?.(read) ?? NOWHERE;
  });

type Read = () => Promise<Body>;

const commands = (
  store: Store,
  taskKey: string,
): Record<string, ((read: Read) => Promise<Answer>) | undefined> => ({
  async 'POST assignment'(read) {
    const { assignee, action, allowOverride } = await read();
    if (typeof assignee !== 'string' || assignee.trim() === '')
      throw new Rejection('INVALID_ARGUMENT', 'No assignee provided.');
    await store.execute({
      do: 'assign-task',
      taskKey,
      assignee,
      action: String(action ?? ''),
      allowOverride: allowOverride !== false,
    });
    return DONE;
  },
  async 'POST completion'(read) {
    const { action, variables } = await read();
    await store.execute({
      do: 'complete-task',
      taskKey,
      action: String(action ?? ''),
      variables: checkedVariables((variables ?? {}) as Variables),
    });
    return DONE;
  },
  async 'DELETE assignee'() {
    await store.execute({ do: 'unassign-task', taskKey });
    return DONE;
  },
  async 'PATCH '(read) {
    const { changeset, action } = await read();
    if (typeof changeset !== 'object' || changeset === null)
      throw new Rejection('INVALID_ARGUMENT', 'No update data provided.');
    await store.execute({
      do: 'update-task',
      taskKey,
      action: String(action ?? ''),
      changeset: changesetOf(changeset as Body),
    });
    return DONE;
  },
});

/** What is null is emptied; what is absent stays. */
function changesetOf({ candidateGroups, candidateUsers, dueDate, followUpDate }: Body): Changeset {
  return {
    ...(candidateGroups === undefined ? {} : { candidateGroups: (candidateGroups ?? []) as string[] }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: (candidateUsers ?? []) as string[] }),
    ...(dueDate === undefined ? {} : { dueDate: String(dueDate ?? '') }),
    ...(followUpDate === undefined ? {} : { followUpDate: String(followUpDate ?? '') }),
  };
}
