import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Where a copy of a notice can be sent; the token of a sign-in says it, if Keycloak knows one.
    alter table staff add column email text;

    -- Who leads a department: who hears of it when the time of a request runs out. A head need not have signed in yet.
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

    -- What the product tells members of staff. It shows from delivered_at on, which keeps the recipient's working hours.
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

    alter table requests
      add column escalation_level      smallint not null default 0 check (escalation_level between 0 and 3),
      add column escalated_department  text references departments (slug),
      add column escalated_to          text,
      add column escalated_at          timestamptz;
    create index requests_escalated on requests (escalated_department, escalated_at desc, id desc)
      where escalated_department is not null;

    -- The groups that a task was handed to on top of its own, in their order.
    alter table tasks add column handed_to text[] generated always as (candidate_groups[2:]) stored;
    create index tasks_handed_to on tasks using gin (handed_to) where state = 'created' and handed_to <> '{}';

    -- Each step of a clock's ladder that became due, once in each round: a reopening begins a new one. sent: its process was told and has not acknowledged it; superseded: a higher
    -- one of the same clock was due at the same time; lapsed: the clock had ended when it was to be sent again; stuck: sent as often
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
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table sla_step_effects, sla_steps, staff_notices, staff_absences, department_heads;
    alter table tasks drop column handed_to;
    alter table requests drop column escalation_level, drop column escalated_department, drop column escalated_to,
      drop column escalated_at;
    alter table staff drop column email;
  `);
}
