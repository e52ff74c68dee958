import type { Knex } from 'knex';

/** First and last of the migrations before the squash; none has had these names since. */
const FIRST_BEFORE = '0001-departments-and-services';
const LAST_BEFORE = '0051-test-run-column';

/** Migrations that create what those before the squash had led to. */
export const SQUASHED = [
  '0001-reference',
  '0002-requests',
  '0003-engine-read-side',
  '0004-tasks',
  '0005-sla-and-escalation',
  '0006-registers-alerts-surveys',
  '0007-process-authoring',
  '0008-instance-operations',
  '0009-embedded-engine',
  '0010-audit-and-visibility',
];

/** Thrown for a database that lacks migrations which this version no longer has. */
export class SchemaTooOld extends Error {
  override name = 'SchemaTooOld';
}

/** Records the squashed migrations in a database that has run all of those before the squash; its schema is
 *  already theirs. Leaves every other database as it is. Holds knex's lock meanwhile, so that it waits for a
 *  node that migrates.
 *  @throws SchemaTooOld when the database has run only some of those before the squash */
export async function adoptSquashedMigrations(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    if (!(await trx.schema.hasTable('knex_migrations_lock'))) return;
    await trx('knex_migrations_lock').forUpdate();
    const applied: string[] = await trx('knex_migrations').pluck('name');
    if (!applied.includes(FIRST_BEFORE)) return;
    const last = applied.sort().at(-1);
    if (last !== LAST_BEFORE)
      throw new SchemaTooOld(
        `The database stands at migration ${last}, which this version no longer has: start the version of 1 December 2026 that ends with migration ${LAST_BEFORE} once, then this one.`,
      );
    await trx('knex_migrations').delete();
    await trx('knex_migrations').insert(
      SQUASHED.map((name) => ({ name, batch: 1, migration_time: trx.fn.now() })),
    );
  });
}
