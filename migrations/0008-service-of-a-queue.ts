import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Queue and service become one key: which services a queue has is no chance, and a planner that thinks so would read a whole
    -- queue to find that it has none of a service.
    drop index tasks_service_due, tasks_service_created, tasks_service_priority;
    create index tasks_service_due on tasks
      ((queue || '/' || service), (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_service_created on tasks
      ((queue || '/' || service), (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_service_priority on tasks
      ((queue || '/' || service), (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key)
      where state = 'created';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index tasks_service_due, tasks_service_created, tasks_service_priority;
    create index tasks_service_due on tasks
      (queue, service, (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_service_created on tasks
      (queue, service, (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_service_priority on tasks
      (queue, service, (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key)
      where state = 'created';
  `);
}
