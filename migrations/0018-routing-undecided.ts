import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The few requests that no rule routed: a figure of the operators counts those that still wait.
    create index request_events_undecided on request_events (request_id) where kind = 'routing-undecided';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index request_events_undecided');
}
