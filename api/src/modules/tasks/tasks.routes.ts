import { defineRoute } from '#api/http/route.ts';
import {
  AssignTask,
  ClaimTask,
  Closed,
  CompleteTask,
  EngineKey,
  ListTasks,
  Task,
  TaskCommandResult,
  TaskPage,
} from '#common/contract/index.ts';
import type { CompletionService } from './completion.service.ts';
import type { TasksService } from './tasks.service.ts';

type Deps = { tasks: TasksService; completion: CompletionService };

const TaskKey = Closed({ taskKey: EngineKey });

export const tasksRoutes = ({ tasks, completion }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/tasks',
    operationId: 'listTasks',
    summary: 'The inbox: my tasks, those of my groups, or those of them that nobody has taken',
    permission: 'task:read',
    query: ListTasks,
    response: TaskPage,
    problems: [],
    handle: ({ query, user }) => tasks.list(query, user),
  }),

  defineRoute({
    method: 'get',
    path: '/tasks/:taskKey',
    operationId: 'getTask',
    summary: 'One task, with the key of its form',
    permission: 'task:read',
    params: TaskKey,
    response: Task,
    problems: ['task-gone'],
    handle: ({ params: { taskKey }, user }) => tasks.get(taskKey, user),
  }),

  defineRoute({
    method: 'post',
    path: '/tasks/:taskKey/claim',
    operationId: 'claimTask',
    summary: 'Take a free task',
    permission: 'task:work',
    params: TaskKey,
    body: ClaimTask,
    response: TaskCommandResult,
    problems: [
      'task-gone',
      'task-taken',
      'other-officer-needed',
      'conflict-of-interest',
      'separate-hands',
      'changed-meanwhile',
      'engine-unavailable',
    ],
    handle: ({ params, body, user }) => tasks.claim({ ...params, ...body, by: user }),
  }),

  defineRoute({
    method: 'post',
    path: '/tasks/:taskKey/unclaim',
    operationId: 'unclaimTask',
    summary: 'Give a task back to its queue',
    permission: 'task:work',
    params: TaskKey,
    body: ClaimTask,
    response: TaskCommandResult,
    problems: ['task-gone', 'task-taken', 'changed-meanwhile', 'engine-unavailable'],
    handle: ({ params, body, user }) => tasks.unclaim({ ...params, ...body, by: user }),
  }),

  defineRoute({
    method: 'post',
    path: '/tasks/:taskKey/assign',
    operationId: 'assignTask',
    summary: 'Give a task to somebody who works for its queue, also when another holds it',
    permission: 'task:assign',
    params: TaskKey,
    body: AssignTask,
    response: TaskCommandResult,
    problems: [
      'task-gone',
      'task-taken',
      'changed-meanwhile',
      'assignee-not-eligible',
      'other-officer-needed',
      'conflict-of-interest',
      'separate-hands',
      'engine-unavailable',
    ],
    handle: ({ params, body, user }) => tasks.assign({ ...params, ...body, by: user }),
  }),

  defineRoute({
    method: 'post',
    path: '/tasks/:taskKey/complete',
    operationId: 'completeTask',
    summary: 'Complete a task with its form',
    description:
      'Send a `submissionId` of your own, and the same one again after a time-out: the task is completed once, and the first result is answered.',
    permission: 'task:work',
    params: TaskKey,
    body: CompleteTask,
    response: TaskCommandResult,
    problems: [
      'task-gone',
      'not-your-task',
      'other-officer-needed',
      'conflict-of-interest',
      'separate-hands',
      'changed-meanwhile',
      'being-completed',
      'submission-reused',
      'engine-unavailable',
    ],
    handle: ({ params, body, user }) => completion.complete({ ...params, ...body, by: user }),
  }),
];
