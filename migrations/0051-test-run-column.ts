import type { Knex } from 'knex';

const LISTED = {
  newest: { columns: '', condition: 'started_at is not null' },
  service: { columns: 'service, ', condition: 'started_at is not null' },
  department: { columns: 'department, ', condition: 'started_at is not null' },
  active: { columns: '', condition: `started_at is not null and state = 'active'` },
  terminated: { columns: '', condition: `started_at is not null and state = 'terminated'` },
  incident: { columns: '', condition: 'incident' },
};

/** @param listed what each index asks of a row besides, so that it holds no test run */
const rebuildIndexes = (listed: string): string =>
  Object.entries(LISTED)
    .map(
      ([name, { columns, condition }]) => `
    drop index process_instances_${name};
    create index process_instances_${name} on process_instances (${columns}started_at, instance_key)
      where ${condition} and ${listed};`,
    )
    .join('');

/** Test runs are marked by the projector; readers no longer infer them from the process id. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table process_instances add column test_run boolean not null default false;
    update process_instances set test_run = true where left(process_key, 8) = 'scratch-';
    ${rebuildIndexes('not test_run')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${rebuildIndexes(`left(process_key, 8) <> 'scratch-'`)}
    alter table process_instances drop column test_run;
  `);
}
