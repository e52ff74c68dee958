import type { Knex } from 'knex';

/** Outbox to the engine, and projections of its records: process instances and what happens in them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Messages to the engine, written in the transaction of what they report; the relay sends them
    -- afterwards. request_id: null where a message is about something else (an alert, a survey). Those of one
    -- correlation key leave in order. uncertain_since: when the first try began whose end nobody knows; null
    -- when none ever reached the engine.
    create table outbox (
      id              bigint generated always as identity primary key,
      request_id      uuid references requests (id),
      kind            text not null check (kind in ('start', 'message')),
      message_name    text not null,
      correlation_key text collate "C" not null,
      variables       jsonb not null default '{}',
      created_at      timestamptz not null default clock_timestamp(),
      attempts        integer not null default 0,
      uncertain_since timestamptz,
      next_try_at     timestamptz not null default clock_timestamp(),
      sent_at         timestamptz,
      last_error      text
    ) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
    create index outbox_due on outbox (next_try_at, id) where sent_at is null;
    create index outbox_request on outbox (request_id);
    create index outbox_sent on outbox (sent_at) where sent_at is not null;
    create index outbox_next_of_key on outbox (correlation_key, id) where sent_at is null;

    -- How far each exporter has been projected, per partition; moved in the projecting transaction.
    create table engine_positions (
      exporter  text not null,
      partition integer not null,
      position  bigint not null,
      record_at timestamptz not null,
      primary key (exporter, partition)
    );

    -- The raw record stream, one row per delivered batch, so that every projection can be rebuilt.
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

    -- Only the owner of a table may create and drop its partitions, and the api is not the owner. It calls
    -- this, which runs as the owner and can do nothing else. A day whose records have already gone to the
    -- default partition gets none.
    create function keep_engine_batches(days_ahead integer, days_kept integer) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      today date := (now() at time zone 'UTC')::date;
      day date;
      old text;
    begin
      for day in select today + ahead from generate_series(0, days_ahead) as ahead loop
        continue when to_regclass('engine_batches_' || to_char(day, 'YYYYMMDD')) is not null;
        continue when exists (select from engine_batches_default
                               where received_at >= day::timestamp at time zone 'UTC'
                                 and received_at < (day + 1)::timestamp at time zone 'UTC');
        execute format('create table %I partition of engine_batches for values from (%L) to (%L)',
                       'engine_batches_' || to_char(day, 'YYYYMMDD'),
                       day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
      end loop;
      for old in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                  where i.inhparent = 'engine_batches'::regclass and c.relname ~ '^engine_batches_[0-9]{8}$'
                    and to_date(right(c.relname, 8), 'YYYYMMDD') < today - days_kept loop
        execute format('drop table %I', old);
      end loop;
    end $$;

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
  `);
  await createInstances(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger requests_moved on requests;
    drop function tell_instances;
    drop table incidents, awaited, jobs, instance_variables, flows_taken, element_instances, process_instances;
    drop function keep_engine_batches;
    drop table engine_quarantine, engine_batches, engine_positions, outbox;
  `);
}

async function createInstances(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Service and department are those of the request, for operators to search by. They are read when the
    -- beginning of the instance is known and kept up by the trigger below: a request that changes before then
    -- need not write to the instance, nor wait for whoever is writing it. No list shows an instance whose
    -- beginning is unknown, nor a test run. moved_from: the instance that this one continues.
    create table process_instances (
      instance_key       bigint primary key,
      request_id         uuid,
      parent_key         bigint,
      process_key        text,
      version            integer,
      definition_key     bigint,
      state              text not null check (state in ('active', 'completed', 'terminated')),
      started_at         timestamptz,
      ended_at           timestamptz,
      service            text,
      department         text,
      parent_element_key bigint,
      incident           boolean not null default false,
      pruned             boolean not null default false,
      moved_from         bigint,
      test_run           boolean not null default false
    );
    comment on column process_instances.request_id is
      'What the process is about: the correlation key it was started by; an alert or an invitation to a survey has one too';
    create index process_instances_request on process_instances (request_id);
    create index process_instances_parent on process_instances (parent_key) where parent_key is not null;
    create index process_instances_process on process_instances (process_key, started_at, instance_key);
    create index process_instances_unpruned on process_instances (ended_at) where ended_at is not null and not pruned;
    create index process_instances_running on process_instances (process_key, version) where state = 'active';
    -- Cases whose process a person ended; see the list of requests without a process.
    create index process_instances_broken_off on process_instances (ended_at desc, instance_key desc)
      where state = 'terminated' and parent_key is null and request_id is not null;
    create index process_instances_moved_from on process_instances (moved_from) where moved_from is not null;
    create index process_instances_version on process_instances (process_key, version, started_at, instance_key)
      where started_at is not null;
    create index process_instances_newest on process_instances (started_at, instance_key)
      where started_at is not null and not test_run;
    create index process_instances_service on process_instances (service, started_at, instance_key)
      where started_at is not null and not test_run;
    create index process_instances_department on process_instances (department, started_at, instance_key)
      where started_at is not null and not test_run;
    create index process_instances_active on process_instances (started_at, instance_key)
      where started_at is not null and state = 'active' and not test_run;
    create index process_instances_terminated on process_instances (started_at, instance_key)
      where started_at is not null and state = 'terminated' and not test_run;
    create index process_instances_incident on process_instances (started_at, instance_key)
      where incident and not test_run;

    create function tell_instances() returns trigger language plpgsql as $$
    begin
      update process_instances set service = new.service, department = new.department
       where request_id = new.id and started_at is not null;
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

    -- position: that of the last record counted, so that none counts twice.
    create table flows_taken (
      instance_key bigint not null,
      flow_id      text not null,
      times        integer not null,
      position     bigint not null,
      primary key (instance_key, flow_id)
    );

    -- value: JSON as text, cut when it is long. history: earlier values, the newest last: [{at, value}].
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

    create table incidents (
      incident_key  bigint primary key,
      instance_key  bigint not null,
      element_id    text,
      error_type    text not null,
      error_message text not null,
      state         text not null check (state in ('open', 'resolved')),
      created_at    timestamptz not null,
      resolved_at   timestamptz,
      job_key       bigint,
      element_key   bigint
    );
    create index incidents_instance on incidents (instance_key);
    create index incidents_open on incidents (created_at) where state = 'open';
  `);
}
