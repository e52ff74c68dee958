import type { Knex } from 'knex';

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
      active                    boolean not null default true
    );
    create index services_department on services (department);

    -- Working time as data. week: seven lists of [from, to] shifts, Saturday first, local times.
    create table working_calendars (
      id         text primary key,
      zone       text not null,
      week       jsonb not null,
      holidays   date[] not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table working_calendars, services, departments, provinces');
}
