import { Closed, EngineKey } from './common.ts';
import { EXAMPLE_ID, EXAMPLE_KEY, operation } from './operation.ts';
import {
  AssignTask,
  ClaimTask,
  CompleteTask,
  ListTasks,
  Task,
  TaskCommandResult,
  TaskPage,
} from './tasks.ts';

const TaskKey = Closed({ taskKey: EngineKey });

export const tasksOperations = {
  listTasks: operation({
    summary: 'The inbox: my tasks, those of my groups, or those of them that nobody has taken',
    query: ListTasks,
    response: TaskPage,
    problems: [],
    example: { query: { scope: 'my-groups' } },
  }),

  getTask: operation({
    summary: 'One task, with the key of its form',
    params: TaskKey,
    response: Task,
    problems: ['task-not-found'],
    example: { params: { taskKey: EXAMPLE_KEY } },
  }),

  claimTask: operation({
    summary: 'Take a free task',
    params: TaskKey,
    body: ClaimTask,
    response: TaskCommandResult,
    problems: [
      'task-not-found',
      'task-taken',
      'another-officer-required',
      'conflict-of-interest',
      'four-eyes-violation',
      'version-conflict',
      'engine-unavailable',
    ],
    example: { params: { taskKey: EXAMPLE_KEY }, body: { expectedVersion: 1 } },
  }),

  unclaimTask: operation({
    summary: 'Give a task back to its queue',
    params: TaskKey,
    body: ClaimTask,
    response: TaskCommandResult,
    problems: ['task-not-found', 'task-taken', 'version-conflict', 'engine-unavailable'],
    example: { params: { taskKey: EXAMPLE_KEY }, body: { expectedVersion: 1 } },
  }),

  assignTask: operation({
    summary: 'Give a task to somebody who works for its queue, also when another holds it',
    params: TaskKey,
    body: AssignTask,
    response: TaskCommandResult,
    problems: [
      'task-not-found',
      'task-taken',
      'version-conflict',
      'assignee-not-eligible',
      'another-officer-required',
      'conflict-of-interest',
      'four-eyes-violation',
      'engine-unavailable',
    ],
    example: { params: { taskKey: EXAMPLE_KEY }, body: { assignee: 'caseworker.rmto', expectedVersion: 1 } },
  }),

  completeTask: operation({
    summary: 'Complete a task with its form',
    description:
      'Send a `submissionId` of your own, and the same one again after a time-out: the task is completed once, and the first result is answered.',
    params: TaskKey,
    body: CompleteTask,
    response: TaskCommandResult,
    problems: [
      'task-not-found',
      'not-your-task',
      'another-officer-required',
      'conflict-of-interest',
      'four-eyes-violation',
      'version-conflict',
      'task-being-completed',
      'submission-reused',
      'engine-unavailable',
    ],
    example: {
      params: { taskKey: EXAMPLE_KEY },
      body: {
        data: { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' },
        expectedVersion: 1,
        submissionId: EXAMPLE_ID,
      },
    },
  }),
};
