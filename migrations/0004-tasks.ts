import type { Knex } from 'knex';

/** The user tasks of the engine, as the inboxes read them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A task's queue is its candidate group; one without a group stands in the dispatchers' queue. A task
    -- that comes before its case is known is pending: nobody sees it, because nobody knows yet who may.
    -- position is that of the record it was last written from, so that an older one that comes late changes
    -- nothing. stage_queue: the queue for which the task's stage clock was started; null before and after.
    -- handed_to: the groups that the task was handed to on top of its own, in their order.
    create table tasks (
      task_key             bigint primary key,
      instance_key         bigint not null,
      element_instance_key bigint not null,
      element_id           text not null,
      process_key          text not null,
      form_key             text,
      queue                text not null,
      candidate_groups     text[] not null,
      assignee             text,
      state                text not null check (state in ('pending', 'created', 'completed', 'canceled')),
      last_action          text,
      created_at           timestamptz not null,
      ended_at             timestamptz,
      version              integer not null default 1,
      position             bigint not null default 0,
      request_id           uuid,
      service              text,
      priority_rank        smallint not null default 1,
      due_at               timestamptz,
      stage_queue          text,
      handed_to            text[] generated always as (candidate_groups[2:]) stored,
      barred_department    text
    );
    create index tasks_instance on tasks (instance_key);
    create index tasks_request on tasks (request_id);
    create index tasks_unlinked on tasks (instance_key) where request_id is null;

    -- The inbox reads a page per queue, once for the free tasks and once for the assigned ones, each in its
    -- order from where the previous page ended. A task without a due time stands last.
    create index tasks_queue_due on tasks
      (queue, (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_queue_created on tasks
      (queue, (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_queue_priority on tasks
      (queue, (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_assignee on tasks
      (assignee, (coalesce(due_at, 'infinity')), task_key) where state = 'created' and assignee is not null;

    -- Queue and service are one key, because they depend on each other: a planner that takes them for
    -- independent reads a whole queue to find that it has nothing of a service.
    create index tasks_service_due on tasks
      ((queue || '/' || service), (assignee is null), (coalesce(due_at, 'infinity')), task_key) where state = 'created';
    create index tasks_service_created on tasks
      ((queue || '/' || service), (assignee is null), created_at, task_key) where state = 'created';
    create index tasks_service_priority on tasks
      ((queue || '/' || service), (assignee is null), (-priority_rank), (coalesce(due_at, 'infinity')), task_key)
      where state = 'created';

    create index tasks_stage_begins on tasks (created_at, task_key)
      where state = 'created' and request_id is not null and stage_queue is distinct from queue;
    create index tasks_stage_ends on tasks (ended_at, task_key) where state <> 'created' and stage_queue is not null;
    create index tasks_handed_to on tasks using gin (handed_to) where state = 'created' and handed_to <> '{}';
    create index tasks_barred on tasks (barred_department, queue) where state = 'created' and barred_department is not null;
    create index tasks_pending on tasks (instance_key) where state = 'pending';

    -- Exact sizes of the queues without counting them: kept by a trigger, one row per queue, service and
    -- assignment.
    create table task_counts (
      queue    text not null,
      service  text not null,
      assigned boolean not null,
      open     integer not null,
      primary key (queue, service, assigned)
    );

    create function count_tasks() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into task_counts as c (queue, service, assigned, open)
        select queue, coalesce(service, ''), assignee is not null, count(*)
          from new_tasks where state = 'created'
         group by 1, 2, 3 order by 1, 2, 3
        on conflict (queue, service, assigned) do update set open = c.open + excluded.open;
      else
        insert into task_counts as c (queue, service, assigned, open)
        select queue, coalesce(service, ''), assignee is not null, sum(delta)
          from (
            select queue, service, assignee, 1 as delta from new_tasks where state = 'created'
            union all
            select queue, service, assignee, -1 from old_tasks where state = 'created'
          ) changed
         group by 1, 2, 3 having sum(delta) <> 0 order by 1, 2, 3
        on conflict (queue, service, assigned) do update set open = c.open + excluded.open;
      end if;
      return null;
    end $$;
    create trigger tasks_inserted after insert on tasks
      referencing new table as new_tasks for each statement execute function count_tasks();
    create trigger tasks_updated after update on tasks
      referencing new table as new_tasks old table as old_tasks for each statement execute function count_tasks();

    -- What a person sent to complete a task. The whole form stays here; only its routing facts reach the
    -- engine.
    create table task_submissions (
      id            uuid primary key,
      task_key      bigint not null,
      request_id    uuid,
      element_id    text not null,
      form_key      text,
      data          jsonb not null,
      submitted_by  text not null,
      submitted_at  timestamptz not null,
      state         text not null check (state in ('pending', 'accepted', 'refused'))
    );
    create index task_submissions_task on task_submissions (task_key);
    create index task_submissions_request on task_submissions (request_id, submitted_at desc) where state <> 'refused';
    -- One submission of a task is under way or done; a second one must wait for its outcome.
    create unique index task_submissions_one on task_submissions (task_key) where state <> 'refused';
    -- Few are pending at a time; those that nothing is heard of any more are looked for every minute.
    create index task_submissions_pending on task_submissions (submitted_at) where state = 'pending';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table task_submissions, tasks, task_counts;
    drop function count_tasks;
  `);
}
