import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a person saved in the last day: it has a limit, which is looked at with every file that is saved.
    create index process_draft_revisions_of_person on process_draft_revisions (saved_by, saved_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index process_draft_revisions_of_person');
}
