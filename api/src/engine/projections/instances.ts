import { type EngineRecord, keyOf, textOf, timeOf } from '../engine-records.ts';
import { type ChangedKeys, type Fold, LatestRows, type Projection, type Tx } from './projection.ts';
import { PRIORITY_RANK } from './tasks.ts';

type InstanceRow = {
  instance_key: string;
  request_id: string | null;
  parent_key: string | null;
  parent_element_key: string | null;
  moved_from: string | null;
  process_key: string | null;
  version: number | null;
  definition_key: string | null;
  test_run: boolean;
  state: 'active' | 'completed' | 'terminated';
  started_at: string | null;
  ended_at: string | null;
};

const STATES: Record<string, InstanceRow['state']> = {
  ELEMENT_ACTIVATED: 'active',
  ELEMENT_MIGRATED: 'active',
  ELEMENT_COMPLETED: 'completed',
  ELEMENT_TERMINATED: 'terminated',
};

/** Variable in which an instance names the one it continues, by engine key. */
export const MIGRATED_FROM = 'movedFrom';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Process instances and their requests. The start message names the request (its correlation key is the
 *  request's id) and travels with the tasks on the fast exporter; the lifecycle of the instance comes on the
 *  slow one, in either order. Called processes inherit the request of their caller, and a continuation that
 *  of the instance it continues. */
export const instances: Projection = {
  valueTypes: ['process-instance', 'message-start-event-subscription', 'process-instance-creation'],
  concerns: /"bpmnElementType":"PROCESS"|"intent":"CORRELATED"|"movedFrom":/,
  fold: foldInstances,
};

function foldInstances(): Fold {
  const rows = new LatestRows<InstanceRow>();
  return {
    add(record) {
      const row = READERS[record.valueType]?.(record);
      if (row) rows.put(row.instance_key, withoutForeignLinks(row), merge);
    },
    async write(tx, touched) {
      if (rows.size === 0) return;
      const written = tx.query({ name: 'project-instances', text: WRITE, values: [rows.json()] });
      const linking = rows.values().filter((row) => row.request_id ?? row.parent_key ?? row.moved_from);
      for (const { request_id } of linking) if (request_id) touched.requestIds.add(request_id);
      const keys = linking.map((row) => row.instance_key);
      const begun = rows.values().filter((row) => row.request_id ?? row.started_at);
      await Promise.all([
        written,
        keys.length > 0 && link(tx, keys, touched),
        begun.length > 0 && release(tx, begun, touched),
      ]);
    },
  };
}

function fromInstance(record: EngineRecord): InstanceRow | undefined {
  const { value } = record;
  const state = STATES[record.intent];
  if (!state || value.bpmnElementType !== 'PROCESS') return undefined;
  const parent = keyOf(value, 'parentProcessInstanceKey');
  const called = !parent.startsWith('-') && parent !== '0';
  return {
    instance_key: keyOf(value, 'processInstanceKey'),
    request_id: null,
    parent_key: called ? parent : null,
    parent_element_key: called ? keyOf(value, 'parentElementInstanceKey') : null,
    moved_from: null,
    process_key: textOf(value, 'bpmnProcessId'),
    version: Number(value.version),
    definition_key: keyOf(value, 'processDefinitionKey'),
    test_run: record.testRun,
    state,
    started_at: record.intent === 'ELEMENT_ACTIVATED' ? timeOf(record) : null,
    ended_at: state === 'active' ? null : timeOf(record),
  };
}

function fromStartMessage(record: EngineRecord): InstanceRow | undefined {
  const { value } = record;
  if (record.intent !== 'CORRELATED') return undefined;
  const correlationKey = textOf(value, 'correlationKey');
  return {
    instance_key: keyOf(value, 'processInstanceKey'),
    request_id: correlationKey && UUID.test(correlationKey) ? correlationKey.toLowerCase() : null,
    parent_key: null,
    parent_element_key: null,
    moved_from: null,
    process_key: textOf(value, 'bpmnProcessId'),
    version: null,
    definition_key: keyOf(value, 'processDefinitionKey'),
    test_run: record.testRun,
    state: 'active',
    started_at: null,
    ended_at: null,
  };
}

/** Reads a created instance that continues another. */
function fromCreation(record: EngineRecord): InstanceRow | undefined {
  const { value } = record;
  const from = (value.variables as Record<string, unknown> | undefined)?.[MIGRATED_FROM];
  if (record.intent !== 'CREATED' || typeof from !== 'string' || !/^\d{1,19}$/.test(from)) return undefined;
  return {
    instance_key: keyOf(value, 'processInstanceKey'),
    request_id: null,
    parent_key: null,
    parent_element_key: null,
    moved_from: from,
    process_key: textOf(value, 'bpmnProcessId'),
    version: Number(value.version),
    definition_key: keyOf(value, 'processDefinitionKey'),
    test_run: record.testRun,
    state: 'active',
    started_at: null,
    ended_at: null,
  };
}

const READERS: Record<string, (record: EngineRecord) => InstanceRow | undefined> = {
  PROCESS_INSTANCE: fromInstance,
  MESSAGE_START_EVENT_SUBSCRIPTION: fromStartMessage,
  PROCESS_INSTANCE_CREATION: fromCreation,
};

/** Drops the links of a test run: it belongs to no request and continues no instance, whatever its variables
 *  and messages say. */
const withoutForeignLinks = (row: InstanceRow): InstanceRow =>
  row.test_run ? { ...row, request_id: null, moved_from: null } : row;

const merge = (before: InstanceRow, now: InstanceRow): InstanceRow => ({
  instance_key: now.instance_key,
  request_id: before.request_id ?? now.request_id,
  parent_key: before.parent_key ?? now.parent_key,
  parent_element_key: before.parent_element_key ?? now.parent_element_key,
  moved_from: before.moved_from ?? now.moved_from,
  process_key: now.process_key ?? before.process_key,
  version: now.version ?? before.version,
  definition_key: now.definition_key ?? before.definition_key,
  test_run: before.test_run || now.test_run,
  state: before.state === 'active' ? now.state : before.state,
  started_at: before.started_at ?? now.started_at,
  ended_at: before.ended_at ?? now.ended_at,
});

/** Reads what an instance keeps of its request under a lock. A concurrent change of the request waits and its
 *  trigger then finds the instance, or it has committed before. The lock is taken with the record that starts
 *  the instance, before which no list shows the instance and no trigger looks for it. With the start message
 *  it would come at the moment when the first worker holds the request, and each would wait for the other's
 *  commit. Several requests are locked in the order of their ids, so that two transactions seldom wait for
 *  each other. */
const WRITE = `
  with given as (
    select g.*,
           case when (known.service is null or known.started_at is null) and coalesce(known.started_at, g.started_at) is not null
             then coalesce(known.request_id, g.request_id) end as begun_request
      from json_to_recordset($1::json) as g (instance_key bigint, request_id uuid, parent_key bigint, parent_element_key bigint,
        moved_from bigint, process_key text, version integer, definition_key bigint, test_run boolean, state text, started_at timestamptz, ended_at timestamptz)
      left join process_instances known using (instance_key)
  ), held as (
    select id, service, department from requests where id in (select begun_request from given) order by id for share
  )
  insert into process_instances as p (instance_key, request_id, parent_key, parent_element_key, moved_from, process_key, version,
    definition_key, test_run, state, started_at, ended_at, service, department)
  select g.instance_key, g.request_id, g.parent_key, g.parent_element_key, g.moved_from, g.process_key, g.version,
         g.definition_key, g.test_run, g.state, g.started_at, g.ended_at, r.service, r.department
    from given g left join held r on r.id = g.begun_request
   order by instance_key
  on conflict (instance_key) do update set
    request_id = coalesce(p.request_id, excluded.request_id),
    parent_key = coalesce(p.parent_key, excluded.parent_key),
    parent_element_key = coalesce(p.parent_element_key, excluded.parent_element_key),
    moved_from = coalesce(p.moved_from, excluded.moved_from),
    process_key = coalesce(excluded.process_key, p.process_key),
    version = coalesce(excluded.version, p.version),
    definition_key = case when excluded.version is null then coalesce(p.definition_key, excluded.definition_key)
      else excluded.definition_key end,
    test_run = p.test_run or excluded.test_run,
    state = case when p.state = 'active' then excluded.state else p.state end,
    started_at = coalesce(p.started_at, excluded.started_at),
    ended_at = coalesce(p.ended_at, excluded.ended_at),
    service = coalesce(excluded.service, p.service),
    department = coalesce(excluded.department, p.department)`;

/** Copies the request of the given instances to all instances they called, and to the tasks of all these. */
async function link(tx: Tx, instanceKeys: string[], touched: ChangedKeys): Promise<void> {
  const linked = tx.query({ name: 'link-instances', text: LINK_INSTANCES, values: [instanceKeys] });
  const tasks = tx.query<{ task_key: string; request_id: string }>({
    name: 'link-tasks',
    text: LINK_TASKS,
    values: [instanceKeys],
  });
  const [, { rows }] = await Promise.all([linked, tasks]);
  for (const { task_key, request_id } of rows) {
    touched.taskKeys.add(task_key);
    touched.requestIds.add(request_id);
  }
}

/** Releases pending tasks of these instances: it is known now which request they have, or that they have
 *  none. */
async function release(tx: Tx, begun: InstanceRow[], touched: ChangedKeys): Promise<void> {
  const { rows } = await tx.query<{ task_key: string }>({
    name: 'release-tasks',
    text: RELEASE_TASKS,
    values: [begun.map((row) => row.instance_key)],
  });
  for (const { task_key } of rows) touched.taskKeys.add(task_key);
}

const RELEASE_TASKS = `
  update tasks set state = 'created' where state = 'pending' and instance_key = any($1::bigint[]) returning task_key::text`;

const WITH_CALLED = `
  with recursive linked as (
    select i.instance_key, coalesce(i.request_id, parent.request_id, before.request_id) as request_id
      from process_instances i
      left join process_instances parent on parent.instance_key = i.parent_key
      left join process_instances before on before.instance_key = i.moved_from
     where i.instance_key = any($1::bigint[])
       and coalesce(i.request_id, parent.request_id, before.request_id) is not null
    union
    select called.instance_key, linked.request_id
      from process_instances called
      join linked on called.parent_key = linked.instance_key
  )`;

const LINK_INSTANCES = `${WITH_CALLED}, held as (
    select id, service, department from requests
     where id in (select linked.request_id from linked join process_instances i using (instance_key) where i.request_id is null)
     order by id for share
  )
  update process_instances i set request_id = linked.request_id,
    service = case when i.started_at is not null then r.service end,
    department = case when i.started_at is not null then r.department end
    from linked left join held r on r.id = linked.request_id
   where i.instance_key = linked.instance_key and i.request_id is null`;

const LINK_TASKS = `${WITH_CALLED}
  update tasks t set request_id = r.id, service = r.service, priority_rank = ${PRIORITY_RANK}, due_at = r.due_at,
    barred_department = r.barred_department
    from linked join requests r on r.id = linked.request_id
   where t.instance_key = linked.instance_key and t.request_id is null
  returning t.task_key::text, r.id as request_id`;
