import { defineRoute } from '#api/http/route.ts';
import type { CompletionService } from './completion.service.ts';
import type { TasksService } from './tasks.service.ts';

type Deps = { tasks: TasksService; completion: CompletionService };

export const tasksRoutes = ({ tasks, completion }: Deps) => [
  defineRoute('listTasks', {
    permission: 'task:read',
    handle: ({ query, user }) => tasks.list(query, user),
  }),

  defineRoute('getTask', {
    permission: 'task:read',
    handle: ({ params: { taskKey }, user }) => tasks.get(taskKey, user),
  }),

  defineRoute('claimTask', {
    permission: 'task:work',
    handle: ({ params, body, user }) => tasks.claim({ ...params, ...body, by: user }),
  }),

  defineRoute('unclaimTask', {
    permission: 'task:work',
    handle: ({ params, body, user }) => tasks.unclaim({ ...params, ...body, by: user }),
  }),

  defineRoute('assignTask', {
    permission: 'task:assign',
    handle: ({ params, body, user }) => tasks.assign({ ...params, ...body, by: user }),
  }),

  defineRoute('completeTask', {
    permission: 'task:work',
    handle: ({ params, body, user }) => completion.complete({ ...params, ...body, by: user }),
  }),
];
