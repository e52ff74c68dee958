import type { Knex } from 'knex';

/** Which process a service starts, as migrations/data/services.json says it for a new database. */
const PROCESSES: Record<string, readonly string[]> = {
  'housing-inquiry': ['national-housing-registration', 'rent-and-land-inquiry', 'new-town-services'],
  'urban-development-objection': ['urban-plan-objection'],
  'staff-complaint': ['staff-complaint'],
};

export async function up(knex: Knex): Promise<void> {
  for (const [process, services] of Object.entries(PROCESSES))
    await knex('services').whereIn('key', services).update({ process_key: process });
}

export async function down(knex: Knex): Promise<void> {
  await knex('services')
    .whereIn('key', Object.values(PROCESSES).flat())
    .update({ process_key: 'citizen-request' });
}
