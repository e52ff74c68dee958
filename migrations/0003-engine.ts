import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Messages to the engine, written in the transaction of what they tell; the relay sends them afterwards.
    -- uncertain_since: when the first try was begun whose end nobody knows; null when none ever reached the engine.
    create table outbox (
      id              bigint generated always as identity primary key,
      request_id      uuid not null references requests (id),
      kind            text not null check (kind in ('start', 'message')),
      message_name    text not null,
      correlation_key text not null,
      variables       jsonb not null default '{}',
      created_at      timestamptz not null default clock_timestamp(),
      attempts        integer not null default 0,
      uncertain_since timestamptz,
      next_try_at     timestamptz not null default clock_timestamp(),
      sent_at         timestamptz,
      last_error      text
    ) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
    create index outbox_due on outbox (next_try_at, id) where sent_at is null;
    create index outbox_next_of_request on outbox (request_id, id) where sent_at is null;
    create index outbox_request on outbox (request_id);
    create index outbox_sent on outbox (sent_at) where sent_at is not null;

    -- How far each exporter has been projected, per partition; moved in the projecting transaction.
    create table engine_positions (
      exporter  text not null,
      partition integer not null,
      position  bigint not null,
      record_at timestamptz not null,
      primary key (exporter, partition)
    );

    -- The raw record stream, a row a delivered batch, so that every projection can be rebuilt.
    create table engine_batches (
      received_at    timestamptz not null default clock_timestamp(),
      exporter       text not null,
      partition      integer not null,
      first_position bigint not null,
      last_position  bigint not null,
      records        integer not null,
      body           bytea not null
    ) partition by range (received_at);
    create table engine_batches_default partition of engine_batches default;
    create index engine_batches_order on engine_batches (exporter, partition, first_position);

    create table engine_quarantine (
      id         bigint generated always as identity primary key,
      exporter   text not null,
      partition  integer not null,
      position   bigint not null,
      value_type text,
      intent     text,
      record     text not null,
      error      text not null,
      at         timestamptz not null default clock_timestamp(),
      unique (exporter, partition, position)
    );

    create table process_definitions (
      definition_key bigint primary key,
      process_key    text not null,
      version        integer not null,
      resource_name  text not null,
      deployed_at    timestamptz not null default clock_timestamp(),
      unique (process_key, version)
    );

    create table process_instances (
      instance_key   bigint primary key,
      request_id     uuid,
      parent_key     bigint,
      process_key    text,
      version        integer,
      definition_key bigint,
      state          text not null check (state in ('active', 'completed', 'terminated')),
      started_at     timestamptz,
      ended_at       timestamptz
    );
    create index process_instances_request on process_instances (request_id);
    create index process_instances_parent on process_instances (parent_key) where parent_key is not null;

    -- A task's queue is its candidate group; one without a group stands in the dispatchers' queue. position is that of the
    -- record it was last written from, so that an older one that comes late changes nothing.
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
      state                text not null check (state in ('created', 'completed', 'canceled')),
      last_action          text,
      created_at           timestamptz not null,
      ended_at             timestamptz,
      version              integer not null default 1,
      position             bigint not null default 0,
      request_id           uuid,
      service              text,
      priority_rank        smallint not null default 1,
      due_at               timestamptz
    );
    create index tasks_instance on tasks (instance_key);
    create index tasks_request on tasks (request_id);
    create index tasks_unlinked on tasks (instance_key) where request_id is null;
    create index tasks_queue_due on tasks (queue, due_at, task_key) where state = 'created';
    create index tasks_queue_created on tasks (queue, created_at, task_key) where state = 'created';
    create index tasks_queue_priority on tasks (queue, priority_rank desc, due_at, task_key) where state = 'created';
    create index tasks_free_due on tasks (queue, due_at, task_key) where state = 'created' and assignee is null;
    create index tasks_assignee_due on tasks (assignee, due_at, task_key) where state = 'created' and assignee is not null;

    -- Exact sizes of the queues without counting them: kept by a trigger, one row a queue, service and assignment.
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

    -- What a person sent to complete a task. The whole form stays here; only its routing facts reach the engine.
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

    create table incidents (
      incident_key  bigint primary key,
      instance_key  bigint not null,
      element_id    text,
      error_type    text not null,
      error_message text not null,
      state         text not null check (state in ('open', 'resolved')),
      created_at    timestamptz not null,
      resolved_at   timestamptz
    );
    create index incidents_instance on incidents (instance_key);
    create index incidents_open on incidents (created_at) where state = 'open';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table incidents, task_submissions, tasks, task_counts, process_instances, process_definitions,
      engine_quarantine, engine_batches, engine_positions, outbox;
    drop function count_tasks;
  `);
}
