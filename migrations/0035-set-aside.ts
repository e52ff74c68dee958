import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The process instances that an engine could not go on with, and why; an open incident tells so. An engine that starts looks
    -- whether it can.
    create table engine.set_aside (
      instance   bigint primary key,
      incident   bigint not null,
      definition bigint not null,
      why        text not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table engine.set_aside');
}
