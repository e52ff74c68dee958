import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';

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

/** Start of the first version of the policies, so that it covers imported requests of any age. */
const EVER = '1970-01-01T00:00:00Z';

/** SLA policies and clocks, and the escalation ladder: its steps, absences and notices. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What is promised, for a service (null: for every service that has none of its own) and a priority; the
    -- newest version that has begun holds. A target is {hours}, {days} or {share} of the service's own time,
    -- or null for none.
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

    -- One clock per target of a request; one per task and department for its stage (round counts the
    -- departments). Segments are [{from, to, state, reason?, body?, calendar, calendarVersion}]; holds are
    -- the open pauses [{reason, body?, since, until}]. policy and calendar point to rows that are never
    -- deleted: a foreign key would lock one and the same row for each request.
    create table sla_clocks (
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
      constraint sla_clocks_one unique nulls not distinct (request_id, target, task_key, round)
    );
    create index sla_clocks_next_step on sla_clocks (next_step_at, id) where next_step_at is not null;
    create index sla_clocks_cap on sla_clocks (cap_at, id) where cap_at is not null;
    create index sla_clocks_calendar on sla_clocks (calendar, calendar_version, request_id)
      where state in ('running', 'paused');

    -- Databases from before this migration have these constraints under another name: a later one that
    -- changes them must find the same name everywhere.
    do $$ declare name text; begin
      for name in select conname from pg_constraint where conrelid = 'sla_clocks'::regclass and contype in ('c', 'n') loop
        execute format('alter table sla_clocks rename constraint %I to %I', name,
                       replace(name, 'sla_clocks_', 'sla_clocks_next_'));
      end loop;
    end $$;

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

    -- The head of a department: who hears of it when the time of a request runs out. A head need not have
    -- signed in yet.
    create table department_heads (
      department text primary key references departments (slug),
      username   text not null,
      name       text not null,
      email      text,
      named_by   text not null,
      named_at   timestamptz not null
    );
    create index department_heads_username on department_heads (username);

    create table staff_absences (
      id         uuid primary key default uuidv7(),
      username   text not null,
      from_at    timestamptz not null,
      until_at   timestamptz not null check (until_at > from_at),
      substitute text check (substitute <> username),
      entered_by text not null,
      entered_at timestamptz not null
    );
    create index staff_absences_of on staff_absences (username, until_at);
    create index staff_absences_until on staff_absences (until_at, id);

    -- What the product tells members of staff. A notice shows from delivered_at on, which respects the
    -- recipient's working hours.
    create table staff_notices (
      id           uuid primary key default uuidv7(),
      recipient    text not null,
      kind         text not null check (kind in ('remind', 'warn', 'escalated', 'handed-over', 'digest')),
      request_id   uuid references requests (id),
      data         jsonb not null default '{}',
      created_at   timestamptz not null,
      deliver_at   timestamptz not null,
      delivered_at timestamptz,
      read_at      timestamptz,
      email_state  text not null check (email_state in ('waiting', 'queued', 'sent', 'skipped', 'failed')),
      email_reason text,
      once_key     text not null unique
    );
    create index staff_notices_shown on staff_notices (recipient, delivered_at desc, id desc) where delivered_at is not null;
    create index staff_notices_unread on staff_notices (recipient, delivered_at desc, id desc)
      where delivered_at is not null and read_at is null;
    create index staff_notices_due on staff_notices (deliver_at, id) where delivered_at is null;
    create index staff_notices_request on staff_notices (request_id);

    -- Each step of a clock's ladder that became due, once in each round: a reopening begins a new one. sent:
    -- its process was told and has not acknowledged it; superseded: a higher step of the same clock was due
    -- at the same time; lapsed: the clock had ended when the step was to be sent again; stuck: sent as often
    -- as it may be, and never acknowledged.
    create table sla_steps (
      id              uuid primary key default uuidv7(),
      clock           bigint not null references sla_clocks (id),
      request_id      uuid not null references requests (id),
      target          text not null,
      step            text not null check (step in ('remind', 'warn', 'level-1', 'level-2', 'level-3')),
      mode            text not null check (mode in ('notify', 'transfer', 'digest')),
      round           integer not null,
      due_at          timestamptz not null,
      fired_at        timestamptz not null,
      state           text not null check (state in ('sent', 'acknowledged', 'superseded', 'lapsed', 'stuck')),
      sends           integer not null,
      send_again_at   timestamptz,
      acknowledged_at timestamptz,
      digested_at     timestamptz,
      unique (clock, step, round),
      check ((state = 'sent') = (send_again_at is not null))
    );
    create index sla_steps_request on sla_steps (request_id, fired_at);
    create index sla_steps_again on sla_steps (send_again_at, id) where state = 'sent';
    create index sla_steps_stuck on sla_steps (fired_at, id) where state = 'stuck';
    create index sla_steps_digest on sla_steps (id) where mode = 'digest' and state = 'acknowledged' and digested_at is null;

    -- What a step has brought about: each effect once, however often the step or its job is delivered.
    create table sla_step_effects (
      step_id uuid not null references sla_steps (id),
      effect  text not null,
      at      timestamptz not null,
      result  jsonb not null default '{}',
      primary key (step_id, effect)
    );
  `);
  const file = new URL('./data/sla-policies.json', import.meta.url);
  const { pause, ladder, policies } = JSON.parse(await readFile(file, 'utf8')) as Policies;
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
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table sla_step_effects, sla_steps, staff_notices, staff_absences, department_heads, sla_changes, sla_clocks,
      sla_policies;
  `);
}
