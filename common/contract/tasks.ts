import { type Static, Type } from '@sinclair/typebox';
import {
  Closed,
  EngineKey,
  Nullable,
  OneOf,
  Priority,
  RequestId,
  RequestStatus,
  Slug,
  Text,
  Timestamp,
} from './common.ts';

export const TASK_STATES = ['created', 'completed', 'canceled'] as const;

export const TASK_BARS = ['answered-before', 'own-draft'] as const;

export const Task = Closed({
  key: EngineKey,
  elementId: Type.String(),
  /** Name of the step in its diagram. */
  name: Nullable(Text),
  processKey: Slug,
  formKey: Nullable(Type.String()),
  queue: Slug,
  handedTo: Type.Array(Slug, {
    description: 'Departments that may act on it too, because it was escalated to them',
  }),
  assignee: Nullable(Type.String({ description: "The person's username" })),
  state: OneOf(TASK_STATES),
  createdAt: Timestamp,
  endedAt: Nullable(Timestamp),
  dueAt: Nullable(Timestamp),
  version: Type.Integer(),
  barred: Nullable(
    OneOf(TASK_BARS, {
      description:
        'Why you may not take it: you answered before, or decide on what you wrote; a colleague must',
    }),
  ),
  subjectId: Nullable(
    Type.String({
      format: 'uuid',
      description: 'What the task is about when that is no request, as an alert',
    }),
  ),
  request: Nullable(
    Closed({
      id: RequestId,
      trackingCode: Type.String(),
      service: Slug,
      status: RequestStatus,
      priority: Priority,
      province: Nullable(Slug),
      excerpt: Type.String(),
    }),
  ),
});
export type Task = Static<typeof Task>;

/** `escalated`: tasks handed to the reader's departments because their time ran out. */
export const TASK_SCOPES = ['mine', 'my-groups', 'unassigned', 'escalated'] as const;
export const TASK_ORDERS = ['due', 'created', 'priority'] as const;

export const ListTasks = Closed({
  scope: OneOf(TASK_SCOPES),
  order: Type.Optional(OneOf(TASK_ORDERS)),
  queue: Type.Optional(Slug),
  service: Type.Optional(Slug),
  after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListTasks = Static<typeof ListTasks>;

export const TaskPage = Closed({
  items: Type.Array(Task),
  next: Nullable(Type.String()),
  total: Type.Integer({ description: 'How many tasks match in all; exact' }),
});
export type TaskPage = Static<typeof TaskPage>;

export const ClaimTask = Closed({ expectedVersion: Type.Integer() });
export const AssignTask = Closed({
  assignee: Type.String({ minLength: 1, maxLength: 200 }),
  expectedVersion: Type.Integer(),
});
export const CompleteTask = Closed({
  data: Type.Record(Type.String(), Type.Unknown(), { description: "Checked against the task's form" }),
  expectedVersion: Type.Integer(),
  submissionId: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'Sent again after a time-out, so that nothing is done twice',
    }),
  ),
});
export type CompleteTask = Static<typeof CompleteTask>;

/** `pending`: the engine took the command, and the read side does not show it yet; the UI reads again. */
export const TaskCommandResult = Closed({ task: Nullable(Task), pending: Type.Boolean() });
export type TaskCommandResult = Static<typeof TaskCommandResult>;
