import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Few are pending at a time; those of which nobody hears again are looked for every minute.
    create index task_submissions_pending on task_submissions (submitted_at) where state = 'pending';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index task_submissions_pending');
}
