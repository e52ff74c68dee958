import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';

type Survey = {
  key: string;
  version: number;
  samplePercent: number;
  remindAfter: string;
  closeAfter: string;
  restDays: number;
  questionnaire: object;
};

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A message may be about something else than a request (an alert, a survey). Those of one correlation key leave in order.
    alter table outbox alter column request_id drop not null;
    alter table outbox alter column correlation_key type text collate "C";
    drop index outbox_next_of_request;
    create index outbox_next_of_key on outbox (correlation_key, id) where sent_at is null;
    comment on column process_instances.request_id is
      'What the process is about: the correlation key it was started by; an alert or an invitation to a survey has one too';

    -- Who wants to be alerted. What ends keeps no address; the row stays, because deliveries speak of it.
    create table alert_subscriptions (
      id           uuid primary key default uuidv7(),
      channel      text not null check (channel in ('email', 'sms')),
      address      text,
      locale       text not null check (locale in ('fa', 'en')),
      quiet_from   time,
      quiet_to     time,
      consented_at timestamptz not null,
      changed_at   timestamptz not null,
      ended_at     timestamptz,
      check ((quiet_from is null) = (quiet_to is null)),
      check ((address is null) = (ended_at is not null))
    );
    create unique index alert_subscriptions_address on alert_subscriptions (channel, lower(address)) where ended_at is null;

    -- province '*': the whole country.
    create table alert_interests (
      topic           text not null,
      province        text not null,
      subscription_id uuid not null references alert_subscriptions (id),
      primary key (topic, province, subscription_id)
    );
    create index alert_interests_subscription on alert_interests (subscription_id);

    -- Wishes that wait for the one-time code sent to their address.
    create table alert_opt_ins (
      id            uuid primary key default uuidv7(),
      channel       text not null check (channel in ('email', 'sms')),
      address       text not null,
      locale        text not null check (locale in ('fa', 'en')),
      wishes        jsonb not null,
      attempts_left smallint not null check (attempts_left >= 0),
      created_at    timestamptz not null,
      expires_at    timestamptz not null
    );
    create index alert_opt_ins_address on alert_opt_ins (channel, lower(address), created_at);
    create index alert_opt_ins_expiry on alert_opt_ins (expires_at);

    create table alert_limits (
      only_row                 boolean primary key default true check (only_row),
      wave_size                integer not null check (wave_size between 1 and 5000),
      wave_pause               text not null,
      confirm_above            integer not null check (confirm_above >= 0),
      daily_quota              integer not null check (daily_quota >= 1),
      remind_approver          text not null,
      remind_emergency         text not null,
      delivery_pause           text not null
    );
    insert into alert_limits (wave_size, wave_pause, confirm_above, daily_quota, remind_approver, remind_emergency, delivery_pause)
    values (500, 'PT30S', 10000, 2, 'PT4H', 'PT10M', 'PT2M');

    -- provinces: codes, none for the whole country. reached: the last subscription that a wave has looked at.
    create table alerts (
      id                uuid primary key default uuidv7(),
      kind              text not null,
      severity          text not null check (severity in ('info', 'warning', 'emergency')),
      provinces         text[] not null,
      title_fa          text not null,
      title_en          text not null,
      text_fa           text not null,
      text_en           text not null,
      valid_until       timestamptz not null,
      status            text not null check (status in ('draft', 'awaiting-approval', 'rejected', 'counting',
                          'awaiting-confirmation', 'stopped', 'sending', 'sent', 'withdrawn', 'expired')),
      author            text not null,
      author_department text not null references departments (slug),
      department        text references departments (slug),
      audience          integer,
      reached           uuid,
      created_at        timestamptz not null,
      submitted_at      timestamptz,
      ended_at          timestamptz,
      version           integer not null default 1
    );
    create index alerts_author_department on alerts (author_department, created_at desc, id desc);
    create index alerts_department on alerts (department, created_at desc, id desc);
    create index alerts_author on alerts (author, created_at desc, id desc);
    create index alerts_newest on alerts (created_at desc, id desc);

    create table alert_events (
      id       bigint generated always as identity primary key,
      alert_id uuid not null references alerts (id),
      at       timestamptz not null,
      kind     text not null,
      actor    text,
      data     jsonb not null default '{}',
      once_key text unique
    );
    create index alert_events_alert on alert_events (alert_id, id);

    -- One row a person and alert, whatever repeats. counted_on: the day in Tehran on which it uses up the person's quota.
    create table alert_deliveries (
      id              uuid primary key default uuidv7(),
      alert_id        uuid not null references alerts (id),
      subscription_id uuid not null references alert_subscriptions (id),
      channel         text not null check (channel in ('email', 'sms')),
      state           text not null check (state in ('waiting', 'queued', 'sending', 'sent', 'skipped', 'failed')),
      reason          text,
      not_before      timestamptz,
      counted_on      date,
      attempts        integer not null default 0,
      created_at      timestamptz not null,
      tried_at        timestamptz,
      sent_at         timestamptz,
      unique (alert_id, subscription_id)
    );
    create index alert_deliveries_waiting on alert_deliveries (alert_id, not_before, id) where state = 'waiting';
    create index alert_deliveries_states on alert_deliveries (alert_id, state, reason);
    create index alert_deliveries_quota on alert_deliveries (subscription_id, counted_on) where counted_on is not null;

    create table surveys (
      key            text primary key,
      version        integer not null,
      sample_percent integer not null check (sample_percent between 0 and 100),
      remind_after   text not null,
      close_after    text not null,
      rest_days      integer not null check (rest_days >= 0),
      questionnaire  jsonb not null
    );

    -- What the answers are counted by is kept as it was when the case closed; who was asked stands with the request only.
    create table survey_invitations (
      id             uuid primary key default uuidv7(),
      survey         text not null references surveys (key),
      survey_version integer not null,
      request_id     uuid not null references requests (id),
      person_id      uuid references people (id),
      department     text not null references departments (slug),
      service        text not null references services (key),
      province       text references provinces (code),
      locale         text not null check (locale in ('fa', 'en')),
      state          text not null check (state in ('invited', 'answered', 'not-answered')),
      invited_at     timestamptz not null,
      reminded_at    timestamptz,
      ended_at       timestamptz,
      unique (request_id, survey)
    );
    create index survey_invitations_person on survey_invitations (person_id, invited_at);
    create index survey_invitations_results on survey_invitations (survey, department, invited_at);
    create index survey_invitations_department on survey_invitations (department);
    create index survey_invitations_service on survey_invitations (service);
    create index survey_invitations_province on survey_invitations (province);

    create table survey_answers (
      invitation_id uuid not null references survey_invitations (id),
      item          text not null,
      value         smallint,
      text          text,
      primary key (invitation_id, item)
    );
  `);
  const file = new URL('./data/surveys.json', import.meta.url);
  const surveys = JSON.parse(await readFile(file, 'utf8')) as Survey[];
  await knex('surveys').insert(
    surveys.map(({ key, version, samplePercent, remindAfter, closeAfter, restDays, questionnaire }) => ({
      key,
      version,
      sample_percent: samplePercent,
      remind_after: remindAfter,
      close_after: closeAfter,
      rest_days: restDays,
      questionnaire: JSON.stringify(questionnaire),
    })),
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table survey_answers, survey_invitations, surveys, alert_deliveries, alert_events, alerts, alert_limits, alert_opt_ins,
      alert_interests, alert_subscriptions;
    comment on column process_instances.request_id is null;
    drop index outbox_next_of_key;
    alter table outbox alter column correlation_key type text collate "default";
    delete from outbox where request_id is null;
    alter table outbox alter column request_id set not null;
    create index outbox_next_of_request on outbox (request_id, id) where sent_at is null;
  `);
}
