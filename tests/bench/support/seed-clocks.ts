import pg from 'pg';
import type { Db } from '#api/platform/db.ts';

const BATCH_SIZE = 100_000;

/** Seeds open requests with four running clocks each, `clocks` in all. Their next steps are due between a day
 *  and a month from now. */
export async function seedClocks(databaseUrl: string, clocks: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    for (let from = 1; from <= clocks / 4; from += BATCH_SIZE / 4)
      await client.query(SEED, [from, Math.min(clocks / 4, from + BATCH_SIZE / 4 - 1)]);
    await client.query('vacuum analyze requests, sla_clocks, sla_steps, outbox, staff_notices');
  } finally {
    await client.end();
  }
}

/** Makes the next steps of a number of clocks due one after the other, starting at `from`, `everyMs` apart;
 *  each clock once. */
export async function makeDue(
  db: Db,
  { skip, count, from, everyMs }: { skip: number; count: number; from: Date; everyMs: number },
): Promise<void> {
  await db.raw(
    `update sla_clocks c set next_step_at = ?::timestamptz + make_interval(secs => d.n * ?::float8 / 1000)
       from (select id, row_number() over () - 1 as n from sla_clocks where id > ? order by id limit ?) d
      where c.id = d.id`,
    [from, everyMs, skip, count],
  );
}

/** Each clock began three weeks ago and has fifty working days: part of that time has passed, the rest lies
 *  ahead. */
const SEED = `
with office as materialized (
  select c.id as calendar, c.version, p.id as policy, now() - interval '21 days' as since
    from working_calendars c, sla_policies p
   where c.id = 'iran-office' and p.service is null and p.priority = 'normal'
   order by c.version desc, p.version desc limit 1
), requested as (
  insert into requests (id, tracking_code, service, process_key, contact_name, contact_mobile, locale, channel, text, province,
    status, department, priority, confidential, received_at, due_at)
  select uuidv7(), (100000000000 + n)::text, 'road-safety-signs', 'citizen-request', 'علی محمدی', '+989121234567', 'fa', 'web',
    'چاله', 'tehran', 'in-progress', 'rmto', 'normal', false, since, now() + interval '10 days'
    from generate_series($1::integer, $2::integer) n, office
  returning id
)
insert into sla_clocks (request_id, target, task_key, policy, calendar, calendar_version, amount, unit, started_at, segments, state,
  due_at, fired, next_step, next_step_at)
select r.id, t.target, case t.target when 'stage' then 1 end, policy, calendar, version, 50, 'days', since,
  jsonb_build_array(jsonb_build_object('from', since, 'to', null, 'state', 'running', 'calendar', calendar,
    'calendarVersion', version)), 'running', now() + interval '40 days', 0, 'remind',
  now() + interval '1 day' + random() * interval '30 days'
  from requested r cross join unnest(array['acknowledge', 'first-reply', 'resolve', 'stage']) t (target) cross join office`;
