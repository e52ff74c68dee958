import type { Knex } from 'knex';

/** As in modules/visibility/rules.ts; a property test holds the two against each other. It asks nothing of
 *  `requests`, whose policy asks
 *  for tasks. */
const SEES_TASK = `
  'task:read' = any ((select viewer('permissions'))::text[])
  and (barred_department is null or barred_department <> all ((select viewer('barredWith'))::text[]))
  and (
    assignee = (select viewer('username'))[1]
    or handed_to && (select viewer('seeConfidential'))
    or case when coalesce(service, '') = any (array(select key from services where confidential))
         then queue = any ((select viewer('seeConfidential'))::text[])
         else queue = any ((select viewer('seeOpen'))::text[])
       end)`;

/** Tasks behind the second wall too (docs/adr/0020). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create policy product on tasks using (true) with check (true);
    create policy viewer on tasks as restrictive for select to shahrah_viewer using (${SEES_TASK});
    alter table tasks enable row level security;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table tasks disable row level security;
    drop policy viewer on tasks;
    drop policy product on tasks;
  `);
}
