import { type EngineRecord, keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { type Fold, LatestRows, type Projection } from './projection.ts';

/** Queue of tasks without a candidate group: the contact centre dispatches them. */
const CONTACT_CENTRE = 'contact-centre';

const STATES: Record<string, 'created' | 'completed' | 'canceled'> = {
  CREATED: 'created',
  ASSIGNED: 'created',
  UPDATED: 'created',
  MIGRATED: 'created',
  COMPLETED: 'completed',
  CANCELED: 'canceled',
};

type TaskRow = {
  task_key: string;
  instance_key: string;
  element_instance_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
  queue: string;
  candidate_groups: string[];
  assignee: string | null;
  state: string;
  last_action: string | null;
  created_at: string;
  ended_at: string | null;
  changes: number;
  position: string;
};

/** The task list. Every record of a task carries the whole task, so the last one of a bulk wins; the version
 *  counts them all. A task finds its request through its instance. For a called process, that is known only
 *  after the slow exporter has named the caller: until then the task is pending, and `instances` links it
 *  later. */
export const tasks: Projection = {
  valueTypes: ['user-task'],
  concerns: /"intent":"(?:CREATED|ASSIGNED|UPDATED|MIGRATED|COMPLETED|CANCELED)"/,
  fold: foldTasks,
};

function foldTasks(): Fold {
  const rows = new LatestRows<TaskRow>();
  return {
    add(record) {
      const state = STATES[record.intent];
      if (state && !record.testRun) rows.put(keyOf(record, 'key'), toRow(record, state), later);
    },
    async write(tx, touched) {
      if (rows.size === 0) return;
      const written = await tx.query<{ request_id: string | null }>({
        name: 'project-tasks',
        text: WRITE,
        values: [rows.json()],
      });
      for (const key of rows.keys()) touched.taskKeys.add(key);
      for (const { request_id } of written.rows) if (request_id) touched.requestIds.add(request_id);
    },
  };
}

const later = (before: TaskRow, now: TaskRow): TaskRow => ({
  ...now,
  last_action: now.last_action ?? before.last_action,
  changes: before.changes + now.changes,
});

function toRow(record: EngineRecord, state: 'created' | 'completed' | 'canceled'): TaskRow {
  const { value } = record;
  const groups = Array.isArray(value.candidateGroupsList) ? value.candidateGroupsList.map(String) : [];
  const at = timeOf(record);
  return {
    task_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    element_instance_key: keyOf(value, 'elementInstanceKey'),
    element_id: requiredTextOf(value, 'elementId'),
    process_key: requiredTextOf(value, 'bpmnProcessId'),
    form_key: textOf(value, 'externalFormReference'),
    queue: groups[0] ?? CONTACT_CENTRE,
    candidate_groups: groups,
    assignee: textOf(value, 'assignee'),
    state,
    last_action: textOf(value, 'action'),
    created_at:
      Number(value.creationTimestamp) > 0 ? new Date(Number(value.creationTimestamp)).toISOString() : at,
    ended_at: state === 'created' ? null : at,
    changes: 1,
    position: keyOf(record as unknown as Record<string, unknown>, 'position'),
  };
}

/** Sort rank of a request's priority. */
export const PRIORITY_RANK = `case r.priority when 'critical' then 3 when 'high' then 2 else 1 end`;

const WRITE = `
  insert into tasks as t (task_key, instance_key, element_instance_key, element_id, process_key, form_key, queue,
    candidate_groups, assignee, state, last_action, created_at, ended_at, version, position,
    request_id, service, priority_rank, due_at, barred_department)
  select g.task_key, g.instance_key, g.element_instance_key, g.element_id, g.process_key, g.form_key, g.queue,
    g.candidate_groups, g.assignee,
    case when g.state = 'created' and i.request_id is null and i.started_at is null then 'pending' else g.state end, g.last_action, g.created_at, g.ended_at, g.changes, g.position,
    r.id, r.service, ${PRIORITY_RANK}, r.due_at, r.barred_department
    from json_to_recordset($1::json) as g (task_key bigint, instance_key bigint, element_instance_key bigint,
      element_id text, process_key text, form_key text, queue text, candidate_groups text[], assignee text, state text,
      last_action text, created_at timestamptz, ended_at timestamptz, changes integer, position bigint)
    left join process_instances i on i.instance_key = g.instance_key
    left join requests r on r.id = i.request_id
   order by g.task_key
  on conflict (task_key) do update set
    element_id = excluded.element_id, process_key = excluded.process_key, form_key = excluded.form_key,
    queue = excluded.queue, candidate_groups = excluded.candidate_groups, assignee = excluded.assignee,
    state = excluded.state, last_action = coalesce(excluded.last_action, t.last_action), ended_at = excluded.ended_at,
    version = t.version + excluded.version, position = excluded.position
  where excluded.position > t.position
  returning request_id`;
