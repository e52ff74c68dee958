import type { Task } from '#common/contract/index.ts';
import { bilingualName, elementNameJoinSql } from '../process-instances/index.ts';
import { barredOfficers } from '../requests/index.ts';

const REQUEST_EXCERPT_LENGTH = 160;

/** Columns of `tasks t` left-joined with `requests r`, and of `TASK_JOINS`. */
export const TASK_COLUMNS = `
  t.task_key, t.element_id, t.process_key, t.form_key, t.queue, t.assignee, t.state, t.created_at, t.ended_at, t.due_at,
  t.version, t.request_id, t.service, t.barred_department, t.last_action, t.handed_to, r.tracking_code, r.service as request_service,
  r.status, r.priority, r.province, r.answered_by, r.reopenings, r.appeal_state,
  left(r.text, ${REQUEST_EXCERPT_LENGTH}) as excerpt, about.subject_id, about.author,
  named.name_fa, named.name_en`;

/** Joins the name of the step, and the subject of a task that is not about a request; reads nothing of the
 *  subject for tasks of requests. */
export const TASK_JOINS = `
  left join process_instances its on its.instance_key = t.instance_key
  ${elementNameJoinSql('named', { of: 'its', elementId: 't.element_id' })}
  left join lateral (
    select i.request_id as subject_id, a.author
      from process_instances i left join alerts a on a.id = i.request_id
     where t.request_id is null and i.instance_key = t.instance_key
  ) about on true`;

export type TaskQueryRow = {
  task_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
  queue: string;
  assignee: string | null;
  state: Task['state'];
  created_at: Date;
  ended_at: Date | null;
  due_at: Date | null;
  version: number;
  request_id: string | null;
  service: string | null;
  barred_department: string | null;
  last_action: string | null;
  handed_to: string[];
  tracking_code: string | null;
  request_service: string;
  status: NonNullable<Task['request']>['status'];
  priority: NonNullable<Task['request']>['priority'];
  province: string | null;
  answered_by: string[];
  reopenings: number;
  appeal_state: 'none' | 'pending' | 'upheld' | 'rejected';
  excerpt: string;
  subject_id: string | null;
  author: string | null;
  name_fa: string | null;
  name_en: string | null;
  place: string[];
};

/** Returns the people who may not take the task. */
export const barredFrom = (row: TaskQueryRow): readonly string[] =>
  row.tracking_code === null
    ? [row.author ?? []].flat()
    : barredOfficers({
        answeredBy: row.answered_by,
        reopenings: row.reopenings,
        appealState: row.appeal_state,
      });

const barOf = ({ author }: TaskQueryRow): Task['barred'] =>
  author === null ? 'answered-before' : 'own-draft';

/** @param viewer username of the person who looks */
export const toTask = (row: TaskQueryRow, viewer: string | null): Task => ({
  key: row.task_key,
  elementId: row.element_id,
  name: bilingualName(row.name_fa, row.name_en, row.name_fa ?? row.element_id),
  processKey: row.process_key,
  formKey: row.form_key,
  queue: row.queue,
  handedTo: row.handed_to,
  assignee: row.assignee,
  state: row.state,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  dueAt: row.due_at?.toISOString() ?? null,
  version: row.version,
  barred: viewer !== null && barredFrom(row).includes(viewer) ? barOf(row) : null,
  subjectId: row.subject_id,
  request:
    row.request_id !== null && row.tracking_code !== null
      ? {
          id: row.request_id,
          trackingCode: row.tracking_code,
          service: row.request_service,
          status: row.status,
          priority: row.priority,
          province: row.province,
          excerpt: row.excerpt,
        }
      : null,
});
