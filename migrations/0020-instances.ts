import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What operators find instances by. Service and department are those of the request, kept up by its trigger below; instances
    -- of test runs (process keys that begin with 'scratch-') stand in no index that a list reads.
    alter table process_instances
      add column service text,
      add column department text,
      add column parent_element_key bigint,
      add column incident boolean not null default false,
      add column pruned boolean not null default false;
    update process_instances i set service = r.service, department = r.department
      from requests r where r.id = i.request_id;
    create index process_instances_newest on process_instances (started_at, instance_key)
      where left(process_key, 8) <> 'scratch-';
    create index process_instances_process on process_instances (process_key, started_at, instance_key);
    create index process_instances_version on process_instances (process_key, version, started_at, instance_key);
    create index process_instances_service on process_instances (service, started_at, instance_key)
      where left(process_key, 8) <> 'scratch-';
    create index process_instances_department on process_instances (department, started_at, instance_key)
      where left(process_key, 8) <> 'scratch-';
    create index process_instances_active on process_instances (started_at, instance_key)
      where state = 'active' and left(process_key, 8) <> 'scratch-';
    create index process_instances_terminated on process_instances (started_at, instance_key)
      where state = 'terminated' and left(process_key, 8) <> 'scratch-';
    create index process_instances_incident on process_instances (started_at, instance_key)
      where incident and left(process_key, 8) <> 'scratch-';
    create index process_instances_unpruned on process_instances (ended_at) where ended_at is not null and not pruned;

    create function tell_instances() returns trigger language plpgsql as $$
    begin
      update process_instances set service = new.service, department = new.department where request_id = new.id;
      return null;
    end $$;
    create trigger requests_moved after update of service, department on requests for each row
      when (old.service is distinct from new.service or old.department is distinct from new.department)
      execute function tell_instances();

    -- One pass of an instance through an element of its diagram. The process itself is in process_instances.
    create table element_instances (
      element_key  bigint primary key,
      instance_key bigint not null,
      scope_key    bigint not null,
      process_key  text not null,
      version      integer not null,
      element_id   text not null,
      type         text not null,
      state        text not null check (state in ('active', 'completed', 'terminated')),
      started_at   timestamptz not null,
      ended_at     timestamptz
    ) with (fillfactor = 90);
    create index element_instances_instance on element_instances (instance_key);
    create index element_instances_active on element_instances (process_key, element_id, started_at, element_key)
      include (version, instance_key, type) where state = 'active';
    create index element_instances_ended on element_instances (process_key, ended_at)
      include (version, element_id, type, state, started_at) where ended_at is not null;

    -- position: of the last record that was counted, so that none counts twice.
    create table flows_taken (
      instance_key bigint not null,
      flow_id      text not null,
      times        integer not null,
      position     bigint not null,
      primary key (instance_key, flow_id)
    );

    -- value: JSON as text, cut when it is long. history: the values before, the newest last: [{at, value}].
    create table instance_variables (
      variable_key bigint primary key,
      instance_key bigint not null,
      scope_key    bigint not null,
      name         text not null,
      value        text not null,
      cut          boolean not null default false,
      changes      integer not null,
      history      jsonb not null default '[]',
      created_at   timestamptz not null,
      changed_at   timestamptz not null,
      position     bigint not null
    );
    create index instance_variables_instance on instance_variables (instance_key);
    create index instance_variables_value on instance_variables (name, left(value, 80), created_at, instance_key)
      where scope_key = instance_key;

    create table jobs (
      job_key       bigint primary key,
      instance_key  bigint not null,
      element_key   bigint not null,
      element_id    text not null,
      process_key   text not null,
      type          text not null,
      state         text not null check (state in ('created', 'failed', 'error-thrown', 'completed', 'canceled')),
      retries       integer not null,
      worker        text,
      error_code    text,
      error_message text,
      created_at    timestamptz not null,
      ended_at      timestamptz,
      position      bigint not null
    ) with (fillfactor = 90);
    create index jobs_instance on jobs (instance_key);
    create index jobs_open on jobs (type, created_at) where ended_at is null;

    -- Timers and messages that an element of an instance waits for.
    create table awaited (
      awaited_key     bigint primary key,
      kind            text not null check (kind in ('timer', 'message')),
      instance_key    bigint not null,
      element_key     bigint not null,
      element_id      text not null,
      due_at          timestamptz,
      repetitions     integer,
      message_name    text,
      correlation_key text,
      state           text not null check (state in ('waiting', 'happened', 'canceled')),
      happened        integer not null default 0,
      since           timestamptz not null,
      happened_at     timestamptz,
      ended_at        timestamptz,
      position        bigint not null
    );
    create index awaited_instance on awaited (instance_key);

    alter table incidents add column job_key bigint, add column element_key bigint;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table incidents drop column job_key, drop column element_key;
    drop table element_instances, flows_taken, instance_variables, jobs, awaited;
    drop trigger requests_moved on requests;
    drop function tell_instances;
    alter table process_instances
      drop column service, drop column department, drop column parent_element_key, drop column incident, drop column pruned;
    drop index if exists process_instances_newest, process_instances_process, process_instances_version,
      process_instances_active, process_instances_terminated;
  `);
}
