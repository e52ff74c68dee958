import type { Knex } from 'knex';

/** Requests, their history, and how they come in. */
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
    -- answered_by: the usernames of those who answered, the last at the end. final_at: from then on, nothing
    -- about the request can change. barred_department: the unit complained about; its people see neither the
    -- request nor its tasks.
    create table requests (
      id                   uuid primary key default uuidv7(),
      tracking_code        text not null unique check (tracking_code ~ '^[0-9]{12}$'),
      service              text not null references services (key),
      process_key          text not null,
      person_id            uuid references people (id),
      contact_name         text,
      contact_mobile       text,
      contact_email        text,
      locale               text not null check (locale in ('fa', 'en')),
      channel              text not null check (channel in ('web', 'phone', 'sms', 'email', 'in-person', 'letter', 'import')),
      external_source      text,
      external_id          text,
      idempotency_key      text unique,
      idempotency_hash     text,
      text                 text not null,
      answers              jsonb not null default '{}',
      province             text references provinces (code),
      address              text,
      latitude             double precision check (latitude between -90 and 90),
      longitude            double precision check (longitude between -180 and 180),
      status               text not null check (status in
        ('received', 'in-progress', 'waiting-citizen', 'waiting-body', 'answered', 'transferred', 'closed', 'withdrawn')),
      outcome              text check (outcome in
        ('resolved', 'partly', 'refused', 'not-admissible', 'duplicate', 'withdrawn', 'no-answer')),
      department           text not null references departments (slug),
      priority             text not null check (priority in ('normal', 'high', 'critical')),
      routing_rule         text,
      confidential         boolean not null,
      reopenings           integer not null default 0,
      received_at          timestamptz not null,
      due_at               timestamptz not null,
      answered_at          timestamptz,
      closed_at            timestamptz,
      history_only         boolean not null default false,
      version              integer not null default 1,
      paused_since         timestamptz,
      escalation_level     smallint not null default 0 check (escalation_level between 0 and 3),
      escalated_department text references departments (slug),
      escalated_to         text,
      escalated_at         timestamptz,
      answered_by          text[] not null default '{}',
      final_at             timestamptz,
      legal_basis          text,
      evidence             text,
      duplicate_of         uuid references requests (id) check (duplicate_of <> id),
      follows              uuid references requests (id) check (follows <> id),
      appeal_state         text not null default 'none' check (appeal_state in ('none', 'pending', 'upheld', 'rejected')),
      appeal_department    text references departments (slug),
      barred_department    text references departments (slug),
      unique (external_source, external_id)
    );
    create index requests_service on requests (service);
    create index requests_person on requests (person_id);
    create index requests_province on requests (province);
    create index requests_department_received on requests (department, received_at desc, id desc);
    create index requests_received on requests (received_at desc, id desc);
    create index requests_escalated on requests (escalated_department, escalated_at desc, id desc)
      where escalated_department is not null;
    create index requests_duplicate_of on requests (duplicate_of) where duplicate_of is not null;
    create index requests_follows on requests (follows) where follows is not null;
    create index requests_appeal_department on requests (appeal_department) where appeal_department is not null;
    create index requests_barred on requests (barred_department) where barred_department is not null;

    -- What happened, append-only. once_key makes an effect of the engine happen once (see effects in the
    -- workers).
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
    -- The few requests that no rule routed: a figure for operators counts those that still wait.
    create index request_events_undecided on request_events (request_id) where kind = 'routing-undecided';

    create table interactions (
      id         uuid primary key default uuidv7(),
      request_id uuid not null references requests (id),
      channel    text not null,
      direction  text not null check (direction in ('in', 'out')),
      kind       text not null check (kind in
        ('request', 'question', 'reply', 'answer', 'feedback', 'note', 'appeal', 'appeal-decision', 'withdrawal')),
      text       text not null,
      at         timestamptz not null
    );
    create index interactions_request on interactions (request_id, at, id);

    -- The citizen's feedback on an answer, beside the outcome that the ministry gave it; one per answer.
    create table request_feedback (
      request_id     uuid not null references requests (id),
      answered_at    timestamptz not null,
      satisfied      boolean not null,
      reasons        text[] not null default '{}',
      asks_reopening boolean not null,
      at             timestamptz not null,
      primary key (request_id, answered_at)
    );

    -- A receipt is released when its mailbox may get one; those that had to wait are listed in the message of
    -- one of them (told_in).
    create table notifications (
      id          uuid primary key default uuidv7(),
      request_id  uuid not null references requests (id),
      template    text not null,
      channel     text not null check (channel in ('sms', 'email')),
      locale      text not null check (locale in ('fa', 'en')),
      state       text not null check (state in ('queued', 'sent', 'skipped', 'failed')),
      reason      text,
      attempts    integer not null default 0,
      data        jsonb not null default '{}',
      once_key    text not null unique,
      created_at  timestamptz not null,
      sent_at     timestamptz,
      mailbox     text,
      released_at timestamptz,
      told_in     uuid references notifications (id)
    );
    create index notifications_request on notifications (request_id);
    create index notifications_mailbox on notifications (mailbox, released_at) where mailbox is not null;
    create index notifications_told_in on notifications (told_in) where told_in is not null;

    -- Mailboxes that receipts go to, each by a hash of its address (modules/notifications/mailbox.ts). One is
    -- confirmed once its owner has opened a link, or sent back a code, that was sent there.
    create table mailboxes (
      hash         text primary key,
      confirmed_at timestamptz
    );

    -- A file that is imported. It is resumed while finished_at is null: rows_read says how far it was read.
    create table imports (
      id           uuid primary key default uuidv7(),
      source       text not null,
      mode         text not null check (mode in ('history', 'as-new')),
      file_name    text not null,
      fingerprint  text not null,
      rows_read    integer not null default 0,
      read_to_end  boolean not null default false,
      started_at   timestamptz not null,
      finished_at  timestamptz
    );
    create unique index imports_unfinished on imports (fingerprint, mode) where finished_at is null;

    -- Every row of the file and what became of it. The row itself is kept until it is taken in; that of a
    -- refused one stays, for the report.
    create table import_rows (
      import_id  uuid not null references imports (id),
      line       integer not null,
      made_at    timestamptz,
      record     jsonb,
      result     text check (result in ('created', 'known', 'changed', 'refused')),
      reasons    text[] not null default '{}',
      owner      text,
      request_id uuid references requests (id),
      primary key (import_id, line)
    );
    create index import_rows_waiting on import_rows (import_id, made_at, line) where result is null;
    create index import_rows_request on import_rows (request_id);

    -- Counters that all nodes share, in the shape that rate-limiter-flexible wants; expire is in
    -- milliseconds. Worthless after a crash, so it stays out of the write-ahead log.
    create unlogged table rate_limits (
      key    varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );
    create index rate_limits_expire on rate_limits (expire);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table rate_limits, import_rows, imports, mailboxes, notifications, request_feedback, interactions,
      request_events, requests, people;
  `);
}
