import type { Knex } from 'knex';

/** Tables without a word about a citizen, or about a case that the reader may not know of. */
const OPEN = [
  'alert_deliveries',
  'alert_events',
  'alert_limits',
  'alerts',
  'awaited',
  'closing_rules',
  'department_heads',
  'departments',
  'element_instances',
  'feedback_reasons',
  'flows_taken',
  'outside_bodies',
  'process_definitions',
  'process_deployment_files',
  'process_deployments',
  'process_elements',
  'process_instances',
  'provinces',
  'services',
  'sla_policies',
  'staff',
  'staff_absences',
  'surveys',
  'tasks',
  'working_calendars',
];

const WORKS_ON = `
  task.assignee = (select viewer('username'))[1]
  or task.handed_to && (select viewer('workConfidential'))
  or case when coalesce(task.service, '') = any (array(select key from services where confidential))
       then task.queue = any ((select viewer('workConfidential'))::text[])
       else task.queue = any ((select viewer('workOpen'))::text[])
     end`;

/** As in modules/visibility/rules.ts; a property test holds the two against each other. */
const SEES_REQUEST = `
  'request:read' = any ((select viewer('permissions'))::text[])
  and (barred_department is null or barred_department <> all ((select viewer('barredWith'))::text[]))
  and (
    case when confidential
      then department = any ((select viewer('seeConfidential'))::text[])
      else department = any ((select viewer('seeOpen'))::text[])
    end
    or exists (
      select from tasks task
       where task.request_id = requests.id and task.state = 'created'
         and (task.barred_department is null or task.barred_department <> all ((select viewer('barredWith'))::text[]))
         and (${WORKS_ON})
      offset 0))`;

const of = (table: string, condition: string): string =>
  `exists (select from ${table} seen where ${condition})`;
const READS_AUDIT = `'audit:read' = any ((select viewer('permissions'))::text[])`;

/** Which rows a viewer sees. What belongs to a request is seen with it: the inner select passes the policy of
 *  that table. */
const SEEN: Record<string, string> = {
  requests: SEES_REQUEST,
  people: of('requests', 'seen.person_id = people.id'),
  ...Object.fromEntries(
    [
      'carrier_measures',
      'control_room_reports',
      'interactions',
      'notifications',
      'outside_letters',
      'register_answers',
      'request_events',
      'request_feedback',
      'sla_clocks',
      'sla_steps',
      'survey_invitations',
      'task_submissions',
      'work_orders',
    ].map((table) => [table, of('requests', `seen.id = ${table}.request_id`)]),
  ),
  sla_changes: of('sla_clocks', 'seen.id = sla_changes.clock'),
  sla_step_effects: of('sla_steps', 'seen.id = sla_step_effects.step_id'),
  survey_answers: of('survey_invitations', 'seen.id = survey_answers.invitation_id'),
  audit_log: READS_AUDIT,
  audit_head: READS_AUDIT,
  audit_checks: READS_AUDIT,
};

const guard = ([table, sees]: [string, string]): string => `
  create policy product on ${table} using (true) with check (true);
  create policy viewer on ${table} as restrictive for select to shahrah_viewer using (${sees});
  alter table ${table} enable row level security;
  grant select on ${table} to shahrah_viewer;`;

/** The second wall behind the visibility rule (docs/adr/0020). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Part of what the viewer reaches, as platform/viewer.ts says it. Nothing where nobody has said who looks.
    create function viewer(part text) returns text[] language sql stable parallel safe
      return array(select jsonb_array_elements_text(nullif(current_setting('shahrah.viewer', true), '')::jsonb -> part));

    grant usage on schema public to shahrah_viewer;
    grant select on ${OPEN.join(', ')} to shahrah_viewer;
    ${Object.entries(SEEN).map(guard).join('')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  const tables = Object.keys(SEEN);
  await knex.raw(`
    ${tables.map((table) => `alter table ${table} disable row level security; drop policy viewer on ${table}; drop policy product on ${table};`).join('\n')}
    revoke select on ${[...tables, ...OPEN].join(', ')} from shahrah_viewer;
    revoke usage on schema public from shahrah_viewer;
    drop function viewer(text);
  `);
}
