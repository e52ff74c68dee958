import pg from 'pg';

/** Seeds a year of instances on existing requests (seedYear). A third is active, each at its task. All have
 *  their path and three variables, and one in a thousand has an incident. There are ten processes with three
 *  versions each; the first has half of all instances. */
export async function seedInstances(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'set session_replication_role = replica; set synchronous_commit = off; set work_mem = 256000',
    );
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    for (const statement of SEED) await client.query(statement);
    for (const { definition } of indexes) await client.query(definition);
    await client.query(
      'vacuum analyze process_instances, element_instances, instance_variables, incidents, process_elements, tasks',
    );
  } finally {
    await client.end();
  }
}

const INDEXES = `
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
 where i.indrelid in ('process_instances'::regclass, 'element_instances'::regclass, 'instance_variables'::regclass)
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;

const KEY = `'process-' || floor(9.99 * power(random(), 3))::integer`;

const SEED = [
  `insert into process_instances (instance_key, request_id, process_key, version, definition_key, state, started_at, ended_at,
     service, department, incident)
   select t.instance_key, t.request_id, ${KEY}, 1 + floor(random() * 3)::integer, 1,
          case when t.state = 'created' then 'active' when random() < 0.01 then 'terminated' else 'completed' end,
          t.created_at, t.ended_at, t.service, t.queue, t.state = 'created' and random() < 0.003
     from tasks t`,
  `insert into element_instances (element_key, instance_key, scope_key, process_key, version, element_id, type, state, started_at, ended_at)
   select 1 + row_number() over (), i.instance_key, i.instance_key, i.process_key, i.version, 'Task_' || step.n, 'USER_TASK',
          case when step.n = 4 and i.state = 'active' then 'active' when step.n = 4 then i.state else 'completed' end,
          i.started_at + step.n * interval '1 hour',
          case when step.n = 4 then i.ended_at else i.started_at + (step.n + random()) * interval '1 hour' end
     from process_instances i cross join generate_series(1, 4) step (n)`,
  `insert into instance_variables (variable_key, instance_key, scope_key, name, value, changes, created_at, changed_at, position)
   select 1 + row_number() over (), i.instance_key, i.instance_key, v.name, to_json(v.value)::text, 1, i.started_at, i.started_at, 1
     from process_instances i
    cross join lateral (values ('department', i.department), ('requestId', i.request_id::text), ('region', 'tehran'))
      as v (name, value)`,
  `insert into incidents (incident_key, instance_key, element_id, error_type, error_message, state, created_at)
   select row_number() over (), instance_key, 'Task_4', 'JOB_NO_RETRIES', 'No more retries left.', 'open', started_at
     from process_instances where incident`,
  `insert into process_elements (process_key, version, element_id, type, name_fa, name_en)
   select 'process-' || p, v, case when n = 0 then 'process-' || p else 'Task_' || n end,
          case when n = 0 then 'Process' else 'UserTask' end, 'گام ' || n, 'Step ' || n
     from generate_series(0, 9) p, generate_series(1, 3) v, generate_series(0, 4) n
   on conflict do nothing`,
];
