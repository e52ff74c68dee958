import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- In the row of the process itself: which of its variables it shows to those who see its instances and not their requests. Null where
    -- the diagram does not say.
    alter table process_elements add column shown_variables text[];
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table process_elements drop column shown_variables');
}
