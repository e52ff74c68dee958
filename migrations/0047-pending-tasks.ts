import type { Knex } from 'knex';

const OPEN_OR_ENDED = `'created', 'completed', 'canceled'`;

/** As in 0042, for tasks of which is known what they are about. */
const SEES_TASK = `
  state <> 'pending'
  and 'task:read' = any ((select viewer('permissions'))::text[])
  and (barred_department is null or barred_department <> all ((select viewer('barredWith'))::text[]))
  and (
    assignee = (select viewer('username'))[1]
    or handed_to && (select viewer('seeConfidential'))
    or case when coalesce(service, '') = any (array(select key from services where confidential))
         then queue = any ((select viewer('seeConfidential'))::text[])
         else queue = any ((select viewer('seeOpen'))::text[])
       end)`;

/** A task that has come before its case is known is pending: nobody sees it, because nobody knows yet who
 *  may. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table tasks drop constraint tasks_state_check,
      add constraint tasks_state_check check (state in ('pending', ${OPEN_OR_ENDED}));
    create index tasks_pending on tasks (instance_key) where state = 'pending';
    alter policy viewer on tasks using (${SEES_TASK});
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter policy viewer on tasks using (${SEES_TASK.replace(`state <> 'pending'\n  and`, '')});
    drop index tasks_pending;
    update tasks set state = 'created' where state = 'pending';
    alter table tasks drop constraint tasks_state_check,
      add constraint tasks_state_check check (state in (${OPEN_OR_ENDED}));
  `);
}
