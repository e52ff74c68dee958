import { DAY_MS } from '#api/platform/time.ts';
import type { Bottlenecks } from '#common/contract/index.ts';
import { roundedCount } from '../visibility/index.ts';
import type { InstancesDeps } from './instances.view.ts';
import { bilingualName } from './reads/element-names.read.ts';
import { confidentialInSharedProcessSql, toIsoString } from './sql-fragments.ts';

const WINDOW_DAYS = 30;

type Row = {
  process_key: string;
  element_id: string;
  type: string;
  department: string | null;
  stage_hours: string | null;
  waiting: number;
  median: number | null;
  oldest: Date | null;
  with_deadline: number;
  late: number;
  done: number;
  done_median: number | null;
  done_p90: number | null;
  done_with_deadline: number;
  done_late: number;
  process_fa: string | null;
  process_en: string | null;
  name_fa: string | null;
  name_en: string | null;
};

/** Reads where cases wait, by element and department. Tasks count by their queue and their own stage clock
 *  (paused and working time as the clock counts them), other waits (for a message, a timer, a worker) by the
 *  department that has the case. The longest waits, by median times number, come first. Elements with few
 *  confidential cases are left out, and so are confidential cases in shared processes. */
export async function readBottlenecks({
  db,
  clock,
  confidentialProcesses,
}: InstancesDeps): Promise<Bottlenecks> {
  const now = clock.now();
  const since = new Date(now.getTime() - WINDOW_DAYS * DAY_MS);
  const { rows } = await db.raw<{ rows: Row[] }>(BOTTLENECKS, [
    now,
    now,
    since,
    now,
    since,
    now,
  ] as unknown as string[]);
  const confidential = await confidentialProcesses();
  return {
    at: now.toISOString(),
    items: rows
      .flatMap((row) => withSmallCountsMasked(row, confidential))
      .map((row) => ({
        processKey: row.process_key,
        processName: bilingualName(row.process_fa, row.process_en, row.process_key),
        elementId: row.element_id,
        name: bilingualName(row.name_fa, row.name_en, row.element_id),
        type: row.type,
        department: row.department,
        stageHours: row.stage_hours === null ? null : Number(row.stage_hours),
        waiting: row.waiting,
        median: row.median,
        oldest: toIsoString(row.oldest),
        withDeadline: row.with_deadline,
        late: row.late,
        done: row.done,
        doneMedian: row.done_median,
        doneP90: row.done_p90,
        doneWithDeadline: row.done_with_deadline,
        doneLate: row.done_late,
      })),
  };
}

const NO_DEADLINES = { with_deadline: 0, late: 0, done_with_deadline: 0, done_late: 0 };

/** Masks a row; returns nothing for an element with few confidential cases. */
function withSmallCountsMasked(row: Row, confidentialProcesses: ReadonlySet<string>): Row[] {
  if (!confidentialProcesses.has(row.process_key)) return [row];
  const [waiting, done] = [roundedCount(row.waiting), roundedCount(row.done)];
  return waiting === null || done === null ? [] : [{ ...row, ...NO_DEADLINES, waiting, done }];
}

const WAITING_ELEMENT_TYPES = `('SERVICE_TASK', 'SEND_TASK', 'RECEIVE_TASK', 'BUSINESS_RULE_TASK', 'SCRIPT_TASK', 'INTERMEDIATE_CATCH_EVENT',
  'EVENT_BASED_GATEWAY')`;

const MEDIAN = `percentile_cont(0.5) within group (order by seconds)`;

/** Joins the stage clock for the queue in which the task is now: the last of its rounds. */
const STAGE_CLOCK_JOIN = `left join lateral (
    select c.due_at, c.met_at from sla_clocks c
     where c.request_id = t.request_id and c.target = 'stage' and c.task_key = t.task_key
     order by c.round desc limit 1) clock on true`;

const BOTTLENECKS = `
with moment as (select ?::timestamptz as now
), waiting_tasks as (
  select t.process_key, t.element_id, 'USER_TASK' as type, t.queue as department, t.created_at as since,
         clock.due_at is not null as has_deadline, coalesce(clock.due_at < moment.now, false) as late
    from moment, tasks t ${STAGE_CLOCK_JOIN}
   where t.state = 'created' and not ${confidentialInSharedProcessSql('t')}
), waiting_others as (
  select e.process_key, e.element_id, e.type, i.department, e.started_at as since, false as has_deadline, false as late
    from element_instances e join process_instances i on i.instance_key = e.instance_key
   where e.state = 'active' and e.type in ${WAITING_ELEMENT_TYPES} and not i.test_run and not ${confidentialInSharedProcessSql('i')}
), waiting as (
  select process_key, element_id, type, department, count(*)::integer as waiting, ${MEDIAN} as median, min(since) as oldest,
         count(*) filter (where has_deadline)::integer as with_deadline, count(*) filter (where late)::integer as late
    from (select w.*, extract(epoch from ?::timestamptz - since)::double precision as seconds
            from (select * from waiting_tasks union all select * from waiting_others) w) w
   group by 1, 2, 3, 4
), done_tasks as (
  select t.process_key, t.element_id, 'USER_TASK' as type, t.queue as department,
         extract(epoch from t.ended_at - t.created_at)::double precision as seconds, clock.due_at is not null as has_deadline,
         coalesce(clock.due_at < coalesce(clock.met_at, t.ended_at), false) as late
    from tasks t ${STAGE_CLOCK_JOIN}
   where t.state = 'completed' and t.ended_at > ? and t.ended_at <= ? and not ${confidentialInSharedProcessSql('t')}
), done_others as (
  select e.process_key, e.element_id, e.type, i.department,
         extract(epoch from e.ended_at - e.started_at)::double precision as seconds, false as has_deadline, false as late
    from element_instances e join process_instances i on i.instance_key = e.instance_key
   where e.state = 'completed' and e.ended_at > ? and e.ended_at <= ? and e.ended_at > e.started_at + interval '1 minute'
     and e.type in ${WAITING_ELEMENT_TYPES} and not i.test_run and not ${confidentialInSharedProcessSql('i')}
), done as (
  select process_key, element_id, type, department, count(*)::integer as done, ${MEDIAN} as done_median,
         percentile_cont(0.9) within group (order by seconds) as done_p90,
         count(*) filter (where has_deadline)::integer as done_with_deadline,
         count(*) filter (where late)::integer as done_late
    from (select * from done_tasks union all select * from done_others) d group by 1, 2, 3, 4
), places as (
  select coalesce(w.process_key, d.process_key) as process_key, coalesce(w.element_id, d.element_id) as element_id,
         coalesce(w.type, d.type) as type, coalesce(w.department, d.department) as department,
         coalesce(waiting, 0) as waiting, median, oldest, coalesce(with_deadline, 0) as with_deadline, coalesce(late, 0) as late,
         coalesce(done, 0) as done, done_median, done_p90, coalesce(done_with_deadline, 0) as done_with_deadline,
         coalesce(done_late, 0) as done_late
    from waiting w full join done d on d.process_key = w.process_key and d.element_id = w.element_id and d.type = w.type
      and coalesce(d.department, '') = coalesce(w.department, '')
)
select places.*, p.name_fa as process_fa, p.name_en as process_en, e.name_fa, e.name_en, e.stage_hours
  from places
  left join lateral (
    select * from process_elements p where p.process_key = places.process_key and p.element_id = places.process_key
     order by p.version desc limit 1) p on true
  left join lateral (
    select * from process_elements e where e.process_key = places.process_key and e.element_id = places.element_id
     order by e.version desc limit 1) e on true
 order by waiting * coalesce(median, 0) desc, done * coalesce(done_median, 0) desc, process_key, element_id, department
 limit 500`;
