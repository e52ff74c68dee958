import { readFile } from 'node:fs/promises';
import Holidays from 'date-holidays';
import type { Knex } from 'knex';

type Text = { fa: string; en: string };
type Province = { code: string; iso: string; name: Text };
type Department = { slug: string; parent: string | null; kind: string; name: Text };
type Service = {
  key: string;
  group: string;
  name: Text;
  description: Text;
  process: string;
  intakeForm: string;
  department: string;
  sla: { acknowledgeWorkingHours: number; resolveWorkingDays: number };
  confidential: boolean;
  needsPlace: boolean;
  keywords: string[];
};
type OutsideBody = { key: string; name: Text };
type Reason = { key: string; satisfied: boolean; asksReopening: boolean; text: Text };

/** Saturday to Wednesday, 7:30 to 14:30: the usual hours of Iranian public offices. Saturday stands first. */
const OFFICE_WEEK = [...Array<string[][]>(5).fill([['07:30', '14:30']]), [], []];

const FIRST_YEAR = 2019;
const LAST_YEAR = 2032;

/** Start of the first version of the calendar, so that it covers imported requests of any age. */
const EVER = '1970-01-01T00:00:00Z';

/** Services whose work is done outdoors: an answer that claims it is done says what shows it. */
const FIELD_WORK = ['road-damage', 'road-safety-signs', 'road-closure-weather'];

/** Departments, services, calendars and the other tables that requests refer to, with their first rows. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table provinces (
      code    text primary key,
      iso     text not null unique,
      name_fa text not null,
      name_en text not null
    );

    -- path holds the slugs from the root, as '/ministry/rmto/rmto-tehran/': a subtree is one prefix.
    create table departments (
      slug    text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      parent  text references departments (slug),
      kind    text not null check (kind in ('ministry', 'organisation', 'province-office', 'unit')),
      name_fa text not null,
      name_en text not null,
      path    text not null unique
    );
    create index departments_parent on departments (parent);
    create index departments_subtree on departments (path text_pattern_ops);

    create table services (
      key                       text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      service_group             text not null,
      name_fa                   text not null,
      name_en                   text not null,
      description_fa            text not null,
      description_en            text not null,
      process_key               text not null,
      intake_form               text not null,
      department                text not null references departments (slug),
      acknowledge_working_hours integer not null check (acknowledge_working_hours > 0),
      resolve_working_days      integer not null check (resolve_working_days > 0),
      confidential              boolean not null,
      needs_place               boolean not null,
      keywords                  text[] not null,
      position                  integer not null,
      active                    boolean not null default true,
      field_work                boolean not null default false
    );
    create index services_department on services (department);

    -- The people of the ministry, as their last sign-in described them: whoever may be given work. Keycloak
    -- stays the source. email: where a copy of a notice can be sent; from the token, if Keycloak knows one.
    create table staff (
      username    text primary key,
      subject     text not null unique,
      name        text not null,
      roles       text[] not null,
      departments text[] not null,
      last_seen   timestamptz not null,
      email       text
    );
    create index staff_departments on staff using gin (departments);

    -- Working time as data. A calendar is what its versions say; a version is never changed or deleted. week:
    -- seven lists of [from, to] shifts, Saturday first, local times. province: the province whose cases it is
    -- for; null for the one of all others. base: the calendar that a province's follows; own: what it has
    -- apart from that. zone, week, holidays and closures hold everything, so that a version explains itself.
    -- A closure is a day, or hours of it, with a reason.
    create table working_calendars (
      id         text,
      zone       text not null,
      week       jsonb not null,
      holidays   date[] not null,
      version    integer not null check (version > 0),
      province   text references provinces (code),
      base       text,
      closures   jsonb not null default '[]',
      own        jsonb not null default '{}',
      valid_from timestamptz not null,
      created_at timestamptz not null,
      created_by text,
      note       text,
      primary key (id, version)
    );
    create unique index working_calendars_province on working_calendars (province, version) where province is not null;

    create table outside_bodies (
      key     text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      name_fa text not null,
      name_en text not null
    );

    -- How long a citizen may reply, give feedback and appeal, and how often reopen: ISO 8601 periods of days.
    -- The row without a service holds for every service that has none of its own.
    create table closing_rules (
      service         text unique nulls not distinct references services (key),
      reply_within    text not null check (reply_within ~ '^P[1-9][0-9]{0,2}D$'),
      reopen_within   text not null check (reopen_within ~ '^P[1-9][0-9]{0,2}D$'),
      most_reopenings integer not null check (most_reopenings >= 0),
      appeal_within   text not null check (appeal_within ~ '^P[1-9][0-9]{0,2}D$')
    );

    -- What a citizen can say about an answer. A reason that is no longer offered becomes inactive, so that
    -- what was said stays readable.
    create table feedback_reasons (
      key            text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      fa             text not null,
      en             text not null,
      satisfied      boolean not null,
      asks_reopening boolean not null check (not (satisfied and asks_reopening)),
      active         boolean not null default true,
      position       integer not null
    );
  `);
  await insertDepartmentsAndServices(knex);
  await knex('working_calendars').insert({
    id: 'iran-office',
    zone: 'Asia/Tehran',
    week: JSON.stringify(OFFICE_WEEK),
    holidays: publicHolidays(),
    version: 1,
    valid_from: EVER,
    created_at: EVER,
  });
  await insertBodiesAndClosingRules(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table feedback_reasons, closing_rules, outside_bodies, working_calendars, staff, services, departments,
      provinces;
  `);
}

async function insertDepartmentsAndServices(knex: Knex): Promise<void> {
  const provinces = await data<Province>('provinces');
  await knex('provinces').insert(
    provinces.map(({ code, iso, name }) => ({ code, iso, name_fa: name.fa, name_en: name.en })),
  );
  const departments = withPaths(await data<Department>('departments'));
  await knex('departments').insert(
    departments.map(({ slug, parent, kind, name, path }) => ({
      slug,
      parent,
      kind,
      name_fa: name.fa,
      name_en: name.en,
      path,
    })),
  );
  const services = await data<Service>('services');
  await knex('services').insert(
    services.map((service, position) => ({
      key: service.key,
      service_group: service.group,
      name_fa: service.name.fa,
      name_en: service.name.en,
      description_fa: service.description.fa,
      description_en: service.description.en,
      process_key: service.process,
      intake_form: service.intakeForm,
      department: service.department,
      acknowledge_working_hours: service.sla.acknowledgeWorkingHours,
      resolve_working_days: service.sla.resolveWorkingDays,
      confidential: service.confidential,
      needs_place: service.needsPlace,
      keywords: service.keywords,
      position,
      field_work: FIELD_WORK.includes(service.key),
    })),
  );
}

async function insertBodiesAndClosingRules(knex: Knex): Promise<void> {
  const bodies = await data<OutsideBody>('outside-bodies');
  await knex('outside_bodies').insert(
    bodies.map(({ key, name }) => ({ key, name_fa: name.fa, name_en: name.en })),
  );
  await knex('closing_rules').insert({
    service: null,
    reply_within: 'P10D',
    reopen_within: 'P15D',
    most_reopenings: 2,
    appeal_within: 'P30D',
  });
  const reasons = await data<Reason>('feedback-reasons');
  await knex('feedback_reasons').insert(
    reasons.map(({ key, text, satisfied, asksReopening }, position) => ({
      key,
      ...text,
      satisfied,
      asks_reopening: asksReopening,
      position,
    })),
  );
}

async function data<T>(name: string): Promise<T[]> {
  return JSON.parse(await readFile(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T[];
}

function withPaths(departments: Department[]): (Department & { path: string })[] {
  const paths = new Map<string, string>();
  return departments.map((department) => {
    const above = department.parent === null ? '/' : paths.get(department.parent);
    if (above === undefined)
      throw new Error(`${department.slug} stands before its parent ${department.parent}`);
    const path = `${above}${department.slug}/`;
    paths.set(department.slug, path);
    return { ...department, path };
  });
}

/** Returns the public holidays as date-holidays computes them; lunar ones can differ by a day from the
 *  official calendar. */
function publicHolidays(): string[] {
  const iran = new Holidays('IR');
  const days = new Set<string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (const day of iran.getHolidays(year)) if (day.type === 'public') days.add(day.date.slice(0, 10));
  }
  return [...days].sort();
}
