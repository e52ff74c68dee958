import pg from 'pg';
import type { Db } from '#api/platform/db.ts';
import { CHANNELS } from '#api/platform/pg-notify.ts';
import { REQUEST_VARIABLES } from './engine/citizen-request.ts';

const TEXT =
  'در این محور چاله‌های بزرگی پدید آمده است و با تاریکی هوا خودروها ناگهان منحرف می‌شوند. لطفاً پیش از بارندگی رسیدگی کنید.';

/** Seeds requests whose process has just started, and nothing else.
 *  @returns their ids */
export async function seedStarted(db: Db, count: number): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `insert into requests (tracking_code, service, process_key, contact_name, contact_mobile, locale, channel, text, province,
       status, department, priority, confidential, received_at, due_at)
     select lpad((200000000000 + (select count(*) from requests) + n)::text, 12, '0'), 'road-safety-signs', 'citizen-request',
       'علی محمدی', '+989121234567', 'fa', 'web', ?, 'tehran', 'received', 'rmto', 'normal', false, now(),
       now() + interval '10 days'
       from generate_series(1, ?::integer) n
     returning id`,
    [TEXT, count],
  );
  return rows.map(({ id }) => id);
}

/** Seeds requests whose start messages wait in the outbox; notifies the relay at once.
 *  @returns their ids */
export async function seedOutbox(db: Db, count: number): Promise<string[]> {
  const ids = await seedStarted(db, count);
  await db.raw(
    `with written as (
       insert into outbox (request_id, kind, message_name, correlation_key, variables)
       select id, 'start', 'request.citizen-request', id::text, ?::jsonb || jsonb_build_object('requestId', id)
         from unnest(?::uuid[]) id
     )
     select pg_notify(?, '')`,
    [JSON.stringify(REQUEST_VARIABLES), ids, CHANNELS.outbox],
  );
  return ids;
}

/** Seeds a ministry's year: requests for all services and departments, most of them closed, each with its
 *  history and a task. A third of the tasks is open. Two thirds of these are unassigned; the others belong to
 *  about 2,000 users, one of whom holds about forty at any size. Work is spread unevenly, as in reality: the
 *  first department and service get far more than the last. */
export async function seedYear(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    if (count > BATCH_SIZE) for (const { name } of indexes) await client.query(`drop index ${name}`);
    for (let from = 1; from <= count; from += BATCH_SIZE)
      await client.query(SEED, [TEXT, count, from, Math.min(count, from + BATCH_SIZE - 1)]);
    if (count > BATCH_SIZE) for (const { definition } of indexes) await client.query(definition);
    await client.query(COUNT_TASKS);
    await client.query('vacuum analyze requests, tasks, request_events, interactions, task_counts');
  } finally {
    await client.end();
  }
}

const BATCH_SIZE = 50_000;

/** Indexes used only for lookups: rebuilt afterwards, which is faster than maintaining them. */
const INDEXES = `
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
 where i.indrelid in ('requests'::regclass, 'tasks'::regclass, 'request_events'::regclass, 'interactions'::regclass)
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;

const COUNT_TASKS = `
insert into task_counts (queue, service, assigned, open)
select queue, coalesce(service, ''), assignee is not null, count(*) from tasks where state = 'created' group by 1, 2, 3`;

const SEED = `
with places as materialized (
  select array_agg(slug order by slug <> 'rmto', kind = 'ministry', slug) as slugs, count(*) as many from departments
), kinds as materialized (
  select array_agg(key order by position) as keys, array_agg(confidential order by position) as closed, count(*) as many
    from services
), drawn as materialized (
  select n, uuidv7(make_interval(secs => (n - $2::integer) * 31.5e6 / $2::integer)) as id,
         1 + floor(power(random(), 2) * places.many)::integer as place,
         1 + floor(power(random(), 1.5) * kinds.many)::integer as kind,
         now() + make_interval(secs => (n - $2::integer) * 31.5e6 / $2::integer) as received_at,
         random() as fate, random() as luck
    from generate_series($3::integer, $4::integer) n, places, kinds
), made as materialized (
  select n, id, places.slugs[place] as department, kinds.keys[kind] as service, kinds.closed[kind] as confidential, received_at,
         received_at + interval '10 days' as due_at, fate > 0.33 as over, luck,
         case when luck < 0.02 then 'critical' when luck < 0.12 then 'high' else 'normal' end as priority
    from drawn, places, kinds
), requested as (
  insert into requests (id, tracking_code, service, process_key, contact_name, contact_mobile, locale, channel, text, province,
    status, outcome, department, priority, confidential, received_at, due_at, answered_at, closed_at)
  select id, cast(100000000000 + n as text), service, 'citizen-request', 'علی محمدی', '+989121234567', 'fa', 'web', $1::text, 'tehran',
    case when over then 'closed' else 'in-progress' end, case when over then 'resolved' end, department, priority, confidential,
    received_at, due_at, case when over then received_at + interval '5 days' end,
    case when over then received_at + interval '8 days' end
    from made
), happened as (
  insert into request_events (request_id, at, kind, actor_kind, data, public)
  select id, received_at + step.after, step.kind, step.by, '{}', true
    from made cross join (values ('received', 'citizen', interval '0'), ('in-progress', 'process', interval '1 minute'))
      as step (kind, by, after)
), said as (
  insert into interactions (request_id, channel, direction, kind, text, at) select id, 'web', 'in', 'request', $1::text, received_at
    from made
)
insert into tasks (task_key, instance_key, element_instance_key, element_id, process_key, form_key, queue, candidate_groups,
  assignee, state, created_at, ended_at, position, request_id, service, priority_rank, due_at)
select 2251799813685248 + n * 4, 2251799813685249 + n * 4, 2251799813685250 + n * 4, 'Task_HandleRequest', 'citizen-request',
  'citizen-request/handle', department, array[department],
  case when n % greatest(1, $2::integer / 120) = 0 then 'caseworker.rmto' when luck > 0.67 then 'person.' || floor(random() * 2000) end,
  case when over then 'completed' else 'created' end, received_at, case when over then received_at + interval '5 days' end, n, id,
  service, case priority when 'critical' then 3 when 'high' then 2 else 1 end, due_at
  from made`;
