import type { Knex } from 'knex';

/** Batches of both kinds use the same words: a list that waits for the typed count is planned, and
 *  heartbeat_at says when a node last worked on it. How a case migrates is its strategy. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table batch_operations drop constraint batch_operations_state_check;
    update batch_operations set state = 'planned' where state = 'frozen';
    alter table batch_operations add constraint batch_operations_state_check
      check (state in ('planned', 'running', 'stopped', 'finished', 'discarded'));

    alter table batch_operations add column heartbeat_at timestamptz;
    drop index batch_operations_running;
    create index batch_operations_running on batch_operations (heartbeat_at) where state = 'running';

    alter table instance_migration_items rename column way to strategy;
    alter table instance_migration_items
      rename constraint instance_migration_items_way_check to instance_migration_items_strategy_check;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table instance_migration_items
      rename constraint instance_migration_items_strategy_check to instance_migration_items_way_check;
    alter table instance_migration_items rename column strategy to way;

    drop index batch_operations_running;
    create index batch_operations_running on batch_operations (created_at) where state = 'running';
    alter table batch_operations drop column heartbeat_at;

    alter table batch_operations drop constraint batch_operations_state_check;
    update batch_operations set state = 'frozen' where state = 'planned';
    alter table batch_operations add constraint batch_operations_state_check
      check (state in ('frozen', 'running', 'stopped', 'finished', 'discarded'));
  `);
}
