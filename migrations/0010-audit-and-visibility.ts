import type { Knex } from 'knex';

/** Tables that say nothing about a citizen, nor about a case that the reader may not know of. */
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
  'working_calendars',
];

const WORKS_ON = `
  task.assignee = (select viewer('username'))[1]
  or task.handed_to && (select viewer('workConfidential'))
  or case when coalesce(task.service, '') = any (array(select key from services where confidential))
       then task.queue = any ((select viewer('workConfidential'))::text[])
       else task.queue = any ((select viewer('workOpen'))::text[])
     end`;

/** As in modules/visibility/rules.ts; a property test compares the two. */
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

/** As in modules/visibility/rules.ts; a property test compares the two. It asks nothing of `requests`, whose
 *  policy asks for tasks. */
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

const of = (table: string, condition: string): string =>
  `exists (select from ${table} seen where ${condition})`;
const READS_AUDIT = `'audit:read' = any ((select viewer('permissions'))::text[])`;

/** Which rows a viewer sees. What belongs to a request is seen with it: the inner select passes through the
 *  policy of that table. */
const SEEN: Record<string, string> = {
  requests: SEES_REQUEST,
  tasks: SEES_TASK,
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

/** The audit log, and row security behind the visibility rule (docs/adr/0020). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who did what, when, why, from where, and how it ended. actor is null for the product itself. Never
    -- personal data of citizens. hash: SHA-256 over the row as canonical JSON and the hash of the row before
    -- it; see api/src/modules/audit/hash-chain.ts.
    create table audit_log (
      seq             bigint primary key check (seq > 0),
      at              timestamptz not null,
      actor           text,
      action          text not null check (action ~ '^[a-z0-9-]+\\.[a-z0-9-]+$'),
      object_kind     text not null,
      object_id       text not null,
      reason          text,
      details         jsonb not null default '{}',
      result          text not null check (result in ('done', 'refused', 'failed')),
      http_request_id text,
      remote_address  text,
      hash            text not null check (hash ~ '^[0-9a-f]{64}$')
    );
    create index audit_log_at on audit_log (at desc, seq desc);
    create index audit_log_actor on audit_log (actor, at desc, seq desc);
    create index audit_log_action on audit_log (action, at desc, seq desc);
    create index audit_log_object on audit_log (object_kind, object_id, at desc, seq desc);
    create index audit_log_not_done on audit_log (at desc, seq desc) where result <> 'done';

    -- The end of the chain: one row, locked by whoever writes the next entry.
    create table audit_head (
      id   boolean primary key default true check (id),
      seq  bigint not null,
      hash text not null
    );
    insert into audit_head (seq, hash) values (0, repeat('0', 64));

    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$;
    create trigger audit_log_append_only before update or delete or truncate on audit_log
      for each statement execute function refuse_audit_change();
    create trigger audit_head_stays before insert or delete or truncate on audit_head
      for each statement execute function refuse_audit_change();

    create function check_audit_head() returns trigger language plpgsql as $$
    begin
      if new.seq <> old.seq + 1 or not exists (select from audit_log where seq = new.seq and hash = new.hash) then
        raise exception 'the head of the audit log only follows its newest entry' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$;
    create trigger audit_head_follows before update on audit_head for each row execute function check_audit_head();

    -- Each time the whole chain was verified. broken_seq is the first entry that does not hold. What a
    -- verification found stays, as the chain itself does.
    create table audit_checks (
      id         bigint generated always as identity primary key,
      at         timestamptz not null,
      held       bigint not null,
      head_hash  text not null,
      broken_seq bigint,
      fault      text check (fault in ('missing', 'changed', 'head'))
    );
    create trigger audit_checks_append_only before update or delete or truncate on audit_checks
      for each statement execute function refuse_audit_change();

    -- Refusals that the audit log has recorded within the last minute: what was refused again since, and how
    -- often, until it records these too.
    create table audit_refusals (
      id              bigint generated always as identity unique,
      actor           text not null,
      action          text not null,
      object_kind     text not null,
      object_id       text not null,
      told_at         timestamptz not null,
      times           integer not null default 0,
      details         jsonb not null,
      http_request_id text,
      remote_address  text,
      primary key (actor, action, object_kind, object_id)
    );
  `);
  await knex.raw(`
    -- Part of what the viewer reaches, as platform/viewer.ts says it. Nothing where nobody has said who
    -- looks.
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
    drop table audit_refusals, audit_checks, audit_head, audit_log;
    drop function refuse_audit_change, check_audit_head;
  `);
}
