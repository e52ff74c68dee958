import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The inbox reads a page per queue, once for the free tasks and once for those that somebody has, each in its order from
    -- where the page before ended. A task without a due time stands last.
    drop index tasks_queue_due, tasks_queue_created, tasks_queue_priority, tasks_free_due, tasks_assignee_due;

    create index tasks_queue_due on tasks
      (queue, (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_queue_created on tasks
      (queue, (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_queue_priority on tasks
      (queue, (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key) where state = 'created';

    create index tasks_service_due on tasks
      (queue, service, (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_service_created on tasks
      (queue, service, (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_service_priority on tasks
      (queue, service, (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key)
      where state = 'created';

    create index tasks_assignee on tasks
      (assignee, (coalesce(due_at, 'infinity')), task_key) where state = 'created' and assignee is not null;

    -- One submission of a task is under way or done; a second one must wait for what becomes of it.
    create unique index task_submissions_one on task_submissions (task_key) where state <> 'refused';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index task_submissions_one, tasks_assignee, tasks_service_priority, tasks_service_created, tasks_service_due,
      tasks_queue_priority, tasks_queue_created, tasks_queue_due;
    create index tasks_queue_due on tasks (queue, due_at, task_key) where state = 'created';
    create index tasks_queue_created on tasks (queue, created_at, task_key) where state = 'created';
    create index tasks_queue_priority on tasks (queue, priority_rank desc, due_at, task_key) where state = 'created';
    create index tasks_free_due on tasks (queue, due_at, task_key) where state = 'created' and assignee is null;
    create index tasks_assignee_due on tasks (assignee, due_at, task_key) where state = 'created' and assignee is not null;
  `);
}
