import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table people (
      id          uuid primary key default uuidv7(),
      kind        text not null default 'natural' check (kind in ('natural', 'legal')),
      name        text not null,
      national_id text unique,
      mobile      text,
      email       text,
      created_at  timestamptz not null
    );
    create index people_mobile on people (mobile) where mobile is not null;
    create index people_email on people (lower(email)) where email is not null;

    -- The contact is kept with the request: what one applicant typed never changes another's record.
    create table requests (
      id              uuid primary key default uuidv7(),
      tracking_code   text not null unique check (tracking_code ~ '^[0-9]{12}$'),
      service         text not null references services (key),
      process_key     text not null,
      person_id       uuid references people (id),
      contact_name    text,
      contact_mobile  text,
      contact_email   text,
      locale          text not null check (locale in ('fa', 'en')),
      channel         text not null check (channel in ('web', 'phone', 'sms', 'email', 'in-person', 'letter', 'import')),
      external_source text,
      external_id     text,
      idempotency_key text unique,
      idempotency_hash text,
      text            text not null,
      answers         jsonb not null default '{}',
      province        text references provinces (code),
      address         text,
      latitude        double precision check (latitude between -90 and 90),
      longitude       double precision check (longitude between -180 and 180),
      status          text not null check (status in
        ('received', 'in-progress', 'waiting-citizen', 'waiting-body', 'answered', 'transferred', 'closed', 'withdrawn')),
      outcome         text check (outcome in
        ('resolved', 'partly', 'refused', 'not-admissible', 'duplicate', 'withdrawn', 'no-answer')),
      department      text not null references departments (slug),
      priority        text not null check (priority in ('normal', 'high', 'critical')),
      routing_rule    text,
      confidential    boolean not null,
      reopenings      integer not null default 0,
      received_at     timestamptz not null,
      due_at          timestamptz not null,
      answered_at     timestamptz,
      closed_at       timestamptz,
      history_only    boolean not null default false,
      version         integer not null default 1,
      unique (external_source, external_id)
    );
    create index requests_service on requests (service);
    create index requests_person on requests (person_id);
    create index requests_province on requests (province);
    create index requests_department_received on requests (department, received_at desc, id desc);
    create index requests_received on requests (received_at desc, id desc);

    -- What happened, append-only. once_key makes an effect of the engine happen once (see effects in the workers).
    create table request_events (
      id         bigint generated always as identity primary key,
      request_id uuid not null references requests (id),
      at         timestamptz not null,
      kind       text not null,
      actor_kind text not null check (actor_kind in ('citizen', 'staff', 'process', 'system')),
      actor      text,
      data       jsonb not null default '{}',
      public     boolean not null,
      once_key   text unique
    );
    create index request_events_request on request_events (request_id, id);

    create table interactions (
      id         uuid primary key default uuidv7(),
      request_id uuid not null references requests (id),
      channel    text not null,
      direction  text not null check (direction in ('in', 'out')),
      kind       text not null check (kind in ('request', 'question', 'reply', 'answer', 'feedback', 'note')),
      text       text not null,
      at         timestamptz not null
    );
    create index interactions_request on interactions (request_id, at, id);

    create table sla_clocks (
      request_id uuid not null references requests (id),
      target     text not null check (target in ('acknowledge', 'resolve')),
      calendar   text not null references working_calendars (id),
      started_at timestamptz not null,
      due_at     timestamptz not null,
      met_at     timestamptz,
      primary key (request_id, target)
    );
    create index sla_clocks_open on sla_clocks (due_at) where met_at is null;
    create index sla_clocks_calendar on sla_clocks (calendar);

    create table notifications (
      id         uuid primary key default uuidv7(),
      request_id uuid not null references requests (id),
      template   text not null,
      channel    text not null check (channel in ('sms', 'email')),
      locale     text not null check (locale in ('fa', 'en')),
      state      text not null check (state in ('queued', 'sent', 'skipped', 'failed')),
      reason     text,
      attempts   integer not null default 0,
      data       jsonb not null default '{}',
      once_key   text not null unique,
      created_at timestamptz not null,
      sent_at    timestamptz
    );
    create index notifications_request on notifications (request_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table notifications, sla_clocks, interactions, request_events, requests, people');
}
