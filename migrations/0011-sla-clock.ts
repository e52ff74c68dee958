import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';

type Text = { fa: string; en: string };
type Policies = {
  pause: object;
  ladder: object[];
  policies: {
    service: string | null;
    priority: string;
    targets: object;
    pause?: object;
    ladder?: object[];
  }[];
};

const data = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T;

/** The policies and calendars of the beginning hold for whatever came before, too. */
const EVER = '1970-01-01T00:00:00Z';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A calendar is what its versions say; a version is never changed and never deleted. province: whose cases it is for; null
    -- for the one of all others. base: the calendar that a province's follows; own is what it has apart from that. zone, week,
    -- holidays and closures hold everything, so that a version explains itself. A closure is a day, or hours of it, with a reason.
    alter table sla_clocks drop constraint sla_clocks_calendar_fkey;
    alter table working_calendars
      add column version    integer not null default 1 check (version > 0),
      add column province   text references provinces (code),
      add column base       text,
      add column closures   jsonb not null default '[]',
      add column own        jsonb not null default '{}',
      add column valid_from timestamptz not null default '${EVER}',
      add column created_at timestamptz not null default '${EVER}',
      add column created_by text,
      add column note       text;
    alter table working_calendars
      alter column version drop default, alter column valid_from drop default, alter column created_at drop default,
      drop constraint working_calendars_pkey, add primary key (id, version);
    create unique index working_calendars_province on working_calendars (province, version) where province is not null;

    -- What is promised, for a service (null: for every service that has none of its own) and a priority; the newest version that
    -- has begun holds. A target is {hours}, {days} or {share} of the service's own time, or null for none.
    create table sla_policies (
      id         integer generated always as identity primary key,
      service    text references services (key),
      priority   text not null check (priority in ('normal', 'high', 'critical')),
      version    integer not null,
      valid_from timestamptz not null,
      targets    jsonb not null,
      pause      jsonb not null,
      ladder     jsonb not null,
      created_by text,
      note       text,
      unique nulls not distinct (service, priority, version)
    );

    create table outside_bodies (
      key     text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      name_fa text not null,
      name_en text not null
    );

    alter table requests add column paused_since timestamptz;

    -- The queue for which a task's stage clock was started; null before and after.
    alter table tasks add column stage_queue text;
    create index tasks_stage_begins on tasks (created_at, task_key)
      where state = 'created' and request_id is not null and stage_queue is distinct from queue;
    create index tasks_stage_ends on tasks (ended_at, task_key) where state <> 'created' and stage_queue is not null;

    -- One clock a target of a request; one a task and department for its stage (round counts the departments). Segments are
    -- [{from, to, state, reason?, body?, calendar, calendarVersion}]; holds are the open pauses [{reason, body?, since, until}].
    -- policy and calendar point to rows that are never deleted: a foreign key would lock one and the same row for each request.
    create table sla_clocks_next (
      id               bigint generated always as identity primary key,
      request_id       uuid not null references requests (id),
      target           text not null check (target in ('acknowledge', 'first-reply', 'resolve', 'stage')),
      task_key         bigint,
      round            integer not null default 1,
      policy           integer not null,
      calendar         text not null,
      calendar_version integer not null,
      amount           double precision not null check (amount > 0),
      unit             text not null check (unit in ('hours', 'days')),
      started_at       timestamptz not null,
      segments         jsonb not null,
      holds            jsonb not null default '[]',
      state            text not null check (state in ('running', 'paused', 'met', 'stopped')),
      due_at           timestamptz not null,
      met_at           timestamptz,
      stop_reason      text,
      cap_at           timestamptz,
      net_minutes      double precision not null default 0,
      paused_minutes   double precision not null default 0,
      fired            integer not null default 0,
      next_step        text,
      next_step_at     timestamptz,
      version          integer not null default 1,
      check ((target = 'stage') = (task_key is not null)),
      check ((state = 'met') = (met_at is not null)),
      check (state = 'running' or next_step_at is null),
      check ((state = 'paused') = (cap_at is not null)),
      unique nulls not distinct (request_id, target, task_key, round)
    );
    -- Clocks that run come in under version 0, so that the next recomputation plans their steps.
    insert into sla_clocks_next (request_id, target, policy, calendar, calendar_version, amount, unit, started_at, segments,
      state, due_at, met_at)
    select c.request_id, c.target, 1, c.calendar, case when c.met_at is null then 0 else 1 end,
           case c.target when 'acknowledge' then s.acknowledge_working_hours else s.resolve_working_days end,
           case c.target when 'acknowledge' then 'hours' else 'days' end, c.started_at,
           jsonb_build_array(jsonb_build_object('from', c.started_at, 'to', c.met_at, 'state', 'running',
             'calendar', c.calendar, 'calendarVersion', case when c.met_at is null then 0 else 1 end)),
           case when c.met_at is null then 'running' else 'met' end, c.due_at, c.met_at
      from sla_clocks c join requests r on r.id = c.request_id join services s on s.key = r.service;
    drop table sla_clocks;
    alter table sla_clocks_next rename to sla_clocks;
    alter index sla_clocks_next_pkey rename to sla_clocks_pkey;
    alter sequence sla_clocks_next_id_seq rename to sla_clocks_id_seq;
    alter table sla_clocks rename constraint sla_clocks_next_request_id_fkey to sla_clocks_request_id_fkey;
    alter table sla_clocks rename constraint sla_clocks_next_request_id_target_task_key_round_key to sla_clocks_one;
    create index sla_clocks_next_step on sla_clocks (next_step_at, id) where next_step_at is not null;
    create index sla_clocks_cap on sla_clocks (cap_at, id) where cap_at is not null;
    create index sla_clocks_calendar on sla_clocks (calendar, calendar_version, request_id)
      where state in ('running', 'paused');

    -- Every change of a clock after its start, with what changed.
    create table sla_changes (
      id     bigint generated always as identity primary key,
      clock  bigint not null references sla_clocks (id),
      at     timestamptz not null,
      cause  text not null,
      before jsonb not null,
      after  jsonb not null
    );
    create index sla_changes_clock on sla_changes (clock, id);
  `);

  const { pause, ladder, policies } = await data<Policies>('sla-policies');
  await knex('sla_policies').insert(
    policies.map((policy) => ({
      service: policy.service,
      priority: policy.priority,
      version: 1,
      valid_from: EVER,
      targets: JSON.stringify(policy.targets),
      pause: JSON.stringify(policy.pause ?? pause),
      ladder: JSON.stringify(policy.ladder ?? ladder),
    })),
  );
  const bodies = await data<{ key: string; name: Text }[]>('outside-bodies');
  await knex('outside_bodies').insert(
    bodies.map(({ key, name }) => ({ key, name_fa: name.fa, name_en: name.en })),
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table sla_changes;
    create table sla_clocks_before (
      request_id uuid not null references requests (id),
      target     text not null check (target in ('acknowledge', 'resolve')),
      calendar   text not null,
      started_at timestamptz not null,
      due_at     timestamptz not null,
      met_at     timestamptz,
      primary key (request_id, target)
    );
    insert into sla_clocks_before
    select request_id, target, 'iran-office', started_at, due_at, met_at
      from sla_clocks where target in ('acknowledge', 'resolve');
    drop table sla_clocks;
    alter table sla_clocks_before rename to sla_clocks;
    create index sla_clocks_open on sla_clocks (due_at) where met_at is null;
    create index sla_clocks_calendar on sla_clocks (calendar);
    drop index tasks_stage_begins, tasks_stage_ends;
    alter table tasks drop column stage_queue;
    alter table requests drop column paused_since;
    drop table outside_bodies, sla_policies;
    delete from working_calendars c
     where id <> 'iran-office' or version < (select max(version) from working_calendars where id = 'iran-office');
    drop index working_calendars_province;
    alter table working_calendars
      drop constraint working_calendars_pkey, add primary key (id),
      drop column version, drop column province, drop column base, drop column closures, drop column own,
      drop column valid_from, drop column created_at, drop column created_by, drop column note;
    alter table sla_clocks add foreign key (calendar) references working_calendars (id);
  `);
}
