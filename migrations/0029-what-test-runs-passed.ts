import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a run that went to its end passed: ids of elements by process key. Kept when its details go; null for one that has not ended so.
    alter table test_runs add column passed jsonb;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table test_runs drop column passed;`);
}
