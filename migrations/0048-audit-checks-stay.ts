import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a reading of the chain has found stays, as the chain itself does.
    create trigger audit_checks_append_only before update or delete or truncate on audit_checks
      for each statement execute function refuse_audit_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger audit_checks_append_only on audit_checks');
}
