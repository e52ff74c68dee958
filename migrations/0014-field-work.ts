import type { Knex } from 'knex';

/** Which process a service starts, as migrations/data/services.json says it for a new database. */
const PROCESSES: Record<string, readonly string[]> = {
  'road-defect': ['road-damage', 'road-closure-weather'],
  'transport-complaint': ['public-transport-complaint', 'freight-carrier-complaint', 'air-passenger-rights'],
  'information-request': ['information-request', 'weather-information'],
};

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    insert into departments (slug, parent, kind, name_fa, name_en, path)
    values ('legal-affairs', 'ministry', 'unit', 'دفتر امور حقوقی', 'Legal Affairs Office', '/ministry/legal-affairs/')
    on conflict do nothing;

    -- Who repairs. A crew has so many work orders at once as capacity says, of the kinds that it can do.
    create table crews (
      key        text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      department text not null references departments (slug),
      name_fa    text not null,
      name_en    text not null,
      kinds      text[] not null,
      capacity   integer not null check (capacity >= 0)
    );
    create index crews_department on crews (department);

    -- A repair that was ordered, from a crew or from a contractor. Of a request one is open at most.
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

    -- What the control room of the roads was told.
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

    -- What was decided against a carrier.
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

    -- The crews to begin with: two a province.
    insert into crews (key, department, name_fa, name_en, kinds, capacity)
    select d.slug || '-surface', d.slug, 'گروه روسازی و راهداری', 'Surface and maintenance crew',
           array['surface', 'snow-ice', 'equipment'], 12
      from departments d where d.parent = 'rmto'
    union all
    select d.slug || '-structures', d.slug, 'گروه پل و ابنیه', 'Bridges and slopes crew', array['bridge-slope'], 4
      from departments d where d.parent = 'rmto';
  `);
  for (const [process, services] of Object.entries(PROCESSES))
    await knex('services').whereIn('key', services).update({ process_key: process });
}

export async function down(knex: Knex): Promise<void> {
  await knex('services')
    .whereIn('key', Object.values(PROCESSES).flat())
    .update({ process_key: 'citizen-request' });
  await knex.raw(`
    drop table carrier_measures, outside_letters, control_room_reports, work_orders, crews;
  `);
}
