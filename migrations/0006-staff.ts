import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The people of the ministry as their last sign-in told: who may be given work. Keycloak stays the source.
    create table staff (
      username    text primary key,
      subject     text not null unique,
      name        text not null,
      roles       text[] not null,
      departments text[] not null,
      last_seen   timestamptz not null
    );
    create index staff_departments on staff using gin (departments);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table staff');
}
