import type { EngineCommands } from '#api/engine/engine-port.ts';
import { NotAllowed } from '#api/platform/common.errors.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { ListTasks, Task, TaskCommandResult, TaskPage } from '#common/contract/index.ts';
import type { RequestHistory } from '../requests/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { toTaskProblem } from './engine-problems.ts';
import { assertNotBarred, assertVersion, type TaskAccess } from './task-access.ts';
import type { TaskRules } from './task-rules.ts';
import { AnotherOfficerRequired, AssigneeNotEligible, TaskTaken } from './tasks.errors.ts';
import type { tasksView } from './tasks.view.ts';

/** Longest time that a person waits after a command until the read side shows it. */
export const READ_SIDE_TIMEOUT_MS = 1_500;

type Deps = {
  engine: Pick<EngineCommands, 'assignTask' | 'unassignTask'>;
  hub: Pick<EventHub, 'waitUntil'>;
  view: ReturnType<typeof tasksView>;
  access: TaskAccess;
  rules: TaskRules;
  staff: Pick<StaffService, 'get'>;
  visibility: Visibility;
  confidentialServices: () => Promise<ReadonlySet<string>>;
  history: RequestHistory;
};

type Command = { taskKey: string; expectedVersion: number; by: Staff };

/** Inbox and assignments. The engine decides and the read side follows; each command waits for it, with a
 *  limit. */
export function tasksService(deps: Deps) {
  const { engine, hub, view, access, rules, staff, visibility, confidentialServices, history } = deps;

  async function waitUntilShown(
    taskKey: string,
    by: Staff,
    isThere: (task: Task) => boolean,
  ): Promise<TaskCommandResult> {
    const check = async () => {
      const row = await view.one(taskKey, by.username);
      return row && isThere(row.task) ? row.task : undefined;
    };
    const task = await hub.waitUntil(check, READ_SIDE_TIMEOUT_MS);
    if (task) return { task, pending: false };
    return { task: (await view.one(taskKey, by.username))?.task ?? null, pending: true };
  }

  /** Writes the case's timeline. It follows the engine's answer, and a crash between the two loses the entry;
   *  the records of the engine have the assignment in any case, with the `action` that says by whom. */
  const note = async (
    task: Task,
    kind: 'claimed' | 'unclaimed' | 'assigned',
    by: Staff,
    data = {},
  ): Promise<void> => {
    if (!task.request) return;
    const onceKey = `task:${task.key}:${kind}:${task.version}`;
    await history.recordTaskEvent(task.request.id, {
      kind,
      actor: by.username,
      data: { taskKey: task.key, ...data },
      onceKey,
    });
  };

  const commanded = (command: Promise<void>): Promise<void> =>
    command.catch((error: unknown) => {
      throw toTaskProblem(error);
    });

  return {
    async list(query: ListTasks, user: Staff): Promise<TaskPage> {
      const [{ reach }, confidential] = await Promise.all([visibility.of(user), confidentialServices()]);
      const { open, confidential: cleared } = reach.lists;
      const ownDepartments = reach.work.confidential;
      return view.page(query, {
        username: user.username,
        queues: open.map((queue) => ({ queue, cleared: cleared.includes(queue) })),
        confidentialServices: [...confidential],
        barredWith: reach.barredWith,
        ownDepartments,
      });
    },

    get: async (taskKey: string, user: Staff): Promise<Task> => (await access.readable(taskKey, user)).task,

    /** Claims a free task. A repeat gives the same answer; of two simultaneous claims the engine lets one
     *  through. */
    async claim({ taskKey, expectedVersion, by }: Command): Promise<TaskCommandResult> {
      const { task } = await access.workable(taskKey, by);
      if (task.assignee === by.username) return { task, pending: false };
      if (task.assignee !== null) throw new TaskTaken();
      assertNotBarred(task);
      await rules.assertEligible(task, by);
      assertVersion(task, expectedVersion);
      await commanded(
        engine.assignTask({ taskKey, assignee: by.username, action: 'claim', allowOverride: false }),
      );
      await note(task, 'claimed', by);
      return waitUntilShown(taskKey, by, ({ assignee }) => assignee === by.username);
    },

    /** Returns a task to its queue. The assignee may do so, and a supervisor of the queue. */
    async unclaim({ taskKey, expectedVersion, by }: Command): Promise<TaskCommandResult> {
      const { task, facts, can } = await access.workable(taskKey, by);
      if (task.assignee === null) return { task, pending: false };
      if (task.assignee !== by.username && !can({ action: 'task:assign', task: facts }))
        throw new NotAllowed();
      assertVersion(task, expectedVersion);
      await commanded(engine.unassignTask(taskKey));
      await note(task, 'unclaimed', by);
      return waitUntilShown(taskKey, by, ({ assignee, state }) => assignee === null || state !== 'created');
    },

    /** Assigns a task, by a supervisor, to somebody who works for its queue, even when another person holds
     *  it.
     *  @throws AssigneeNotEligible for people who have never signed in or do not work there,
     *  AnotherOfficerRequired for people who have answered the request before */
    async assign({
      taskKey,
      expectedVersion,
      by,
      assignee,
    }: Command & { assignee: string }): Promise<TaskCommandResult> {
      const { task, facts, can, answeredBefore } = await access.workable(taskKey, by);
      if (!can({ action: 'task:assign', task: facts })) throw new NotAllowed();
      const person = await staff.get(assignee);
      const free = { ...facts, assignee: null };
      if (!person || !(await visibility.of(person)).can({ action: 'task:work', task: free }))
        throw new AssigneeNotEligible();
      if (answeredBefore.includes(assignee)) throw new AnotherOfficerRequired();
      if (task.assignee === assignee) return { task, pending: false };
      await rules.assertEligible(task, person);
      assertVersion(task, expectedVersion);
      await commanded(
        engine.assignTask({ taskKey, assignee, action: `assign by ${by.username}`, allowOverride: true }),
      );
      await note(task, 'assigned', by, { assignee });
      return waitUntilShown(taskKey, by, (now) => now.assignee === assignee);
    },
  };
}

export type TasksService = ReturnType<typeof tasksService>;
