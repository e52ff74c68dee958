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

/** Field work, letters and registers about a request, alerts to subscribers, and surveys after a case. */
export async function up(knex: Knex): Promise<void> {
  await createFieldWorkAndRegisters(knex);
  await createAlerts(knex);
  await createSurveys(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table survey_answers, survey_invitations, surveys, alert_deliveries, alert_events, alerts, alert_limits,
      alert_opt_ins, alert_interests, alert_subscriptions, register_answers, carrier_measures, outside_letters,
      control_room_reports, work_orders, crews;
  `);
}

async function createFieldWorkAndRegisters(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Repair crews. capacity: how many open work orders a crew can have at once. kinds: those it can carry
    -- out.
    create table crews (
      key        text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      department text not null references departments (slug),
      name_fa    text not null,
      name_en    text not null,
      kinds      text[] not null,
      capacity   integer not null check (capacity >= 0)
    );
    create index crews_department on crews (department);

    -- A repair that was ordered, from a crew or from a contractor. At most one per request is open.
    create table work_orders (
      id          uuid primary key default uuidv7(),
      request_id  uuid not null references requests (id),
      department  text not null references departments (slug),
      repair_kind text not null check (repair_kind in ('surface', 'bridge-slope', 'snow-ice', 'equipment')),
      priority    text not null check (priority in ('normal', 'high', 'critical')),
      crew        text references crews (key),
      contractor  text,
      state       text not null check (state in ('open', 'verified', 'accepted', 'replaced', 'cancelled')),
      planned_at  timestamptz not null,
      ended_at    timestamptz,
      once_key    text not null unique,
      check ((crew is null) <> (contractor is null)),
      check ((state = 'open') = (ended_at is null))
    );
    create unique index work_orders_open on work_orders (request_id) where state = 'open';
    create index work_orders_request on work_orders (request_id, planned_at);
    create index work_orders_crew on work_orders (crew, state);
    create index work_orders_department on work_orders (department, planned_at);

    -- What was reported to the control room of the roads.
    create table control_room_reports (
      id         bigint generated always as identity primary key,
      request_id uuid not null references requests (id),
      department text not null references departments (slug),
      province   text references provinces (code),
      told_at    timestamptz not null,
      once_key   text not null unique
    );
    create index control_room_reports_request on control_room_reports (request_id);
    create index control_room_reports_department on control_room_reports (department);
    create index control_room_reports_province on control_room_reports (province);

    -- Letters between the ministry and a body outside it about a request.
    create table outside_letters (
      id         uuid primary key default uuidv7(),
      request_id uuid not null references requests (id),
      body       text not null references outside_bodies (key),
      kind       text not null check (kind in ('query', 'reminder', 'reply')),
      addressee  text,
      position   text check (position in ('accepts', 'disputes', 'no-comment')),
      text       text not null,
      reference  text,
      at         timestamptz not null,
      due_at     timestamptz,
      written_by text,
      once_key   text unique,
      check ((kind = 'reply') = (position is not null))
    );
    create index outside_letters_request on outside_letters (request_id, id);
    create index outside_letters_body on outside_letters (body);

    -- Measures imposed on a carrier.
    create table carrier_measures (
      id         bigint generated always as identity primary key,
      request_id uuid not null references requests (id),
      carrier    text,
      measure    text not null check (measure in ('warning', 'refund', 'suspension')),
      state      text not null check (state in ('in-force', 'lifted', 'replaced')),
      imposed_at timestamptz not null,
      ended_at   timestamptz,
      once_key   text not null unique,
      check ((state = 'in-force') = (ended_at is null))
    );
    create unique index carrier_measures_in_force on carrier_measures (request_id) where state = 'in-force';
    create index carrier_measures_request on carrier_measures (request_id);

    -- What a register of another body answered about a request: the finding and the facts that a caseworker
    -- needs, never the people it names.
    create table register_answers (
      id           uuid primary key default uuidv7(),
      request_id   uuid not null references requests (id),
      register     text not null check (register in ('land')),
      once_key     text not null unique,
      finding      text not null
                   check (finding in ('owner', 'other-owner', 'not-found', 'no-plot', 'unavailable')),
      facts        jsonb not null default '{}',
      attempts     integer not null,
      answered_at  timestamptz not null
    );
    create index register_answers_request on register_answers (request_id, answered_at);

    -- The first crews: two for each province.
    insert into crews (key, department, name_fa, name_en, kinds, capacity)
    select d.slug || '-surface', d.slug, 'گروه روسازی و راهداری', 'Surface and maintenance crew',
           array['surface', 'snow-ice', 'equipment'], 12
      from departments d where d.parent = 'rmto'
    union all
    select d.slug || '-structures', d.slug, 'گروه پل و ابنیه', 'Bridges and slopes crew', array['bridge-slope'], 4
      from departments d where d.parent = 'rmto';
  `);
}

async function createAlerts(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who wants to be alerted. A subscription that ends keeps no address; its row stays, because deliveries
    -- refer to it.
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

    -- Subscriptions that wait for the one-time code sent to their address.
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
    insert into alert_limits (wave_size, wave_pause, confirm_above, daily_quota, remind_approver, remind_emergency,
      delivery_pause)
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

    -- One row per person and alert, whatever repeats. counted_on: the day in Tehran whose quota for the
    -- person it uses.
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
  `);
}

async function createSurveys(knex: Knex): Promise<void> {
  await knex.raw(`
    create table surveys (
      key            text primary key,
      version        integer not null,
      sample_percent integer not null check (sample_percent between 0 and 100),
      remind_after   text not null,
      close_after    text not null,
      rest_days      integer not null check (rest_days >= 0),
      questionnaire  jsonb not null
    );

    -- What the answers are counted by is kept as it was when the case closed; who was asked is known only
    -- from the request.
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
