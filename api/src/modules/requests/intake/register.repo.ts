import { NOTIFICATION_SEND_ATTEMPTS, SEND_NOTIFICATION } from '#api/modules/notifications/index.ts';
import type { NewClock } from '#api/modules/sla/index.ts';
import type { Db } from '#api/platform/db.ts';
import type { Channel, Locale, Outcome, Priority, RequestStatus } from '#common/contract/index.ts';

/** One request with all rows that are written with it, as `REGISTER` reads it. */
export type NewRequest = {
  ord: number;
  tracking_code: string;
  service: string;
  process_key: string;
  department: string;
  confidential: boolean;
  person_kind: 'natural' | 'legal' | null;
  contact_name: string | null;
  national_id: string | null;
  contact_mobile: string | null;
  contact_email: string | null;
  locale: Locale;
  channel: Channel;
  external_source: string | null;
  external_id: string | null;
  idempotency_key: string | null;
  idempotency_hash: string;
  text: string;
  answers: Record<string, unknown>;
  province: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  status: RequestStatus;
  outcome: Outcome | null;
  priority: Priority;
  received_at: Date;
  due_at: Date;
  clocks: readonly NewClock[];
  closed_at: Date | null;
  filed_by: string | null;
  follows: string | null;
  notify_channel: 'sms' | 'email' | null;
  notify_state: 'queued' | 'skipped' | null;
  notify_reason: string | null;
  start_variables: Record<string, unknown> | null;
};

export type WrittenRequest = {
  ord: number;
  id: string;
  tracking_code: string;
  status: RequestStatus;
  received_at: Date;
  due_at: Date;
  idempotency_hash: string | null;
  /** True when the request was there already, by its idempotency key or its number in the other system. */
  known: boolean;
};

/** Writes a whole registration in one statement, hence in one transaction and one round trip, for one request
 *  or hundreds. A row missing from the answer collided with a row of another transaction (or its tracking
 *  code is taken): read again. */
const REGISTER = `
with input as materialized (
  select uuidv7() as id, case when r.national_id is null and r.contact_name is not null then uuidv7() end as new_person, r.*
    from jsonb_to_recordset(?::jsonb) as r (
      ord integer, tracking_code text, service text, process_key text, department text, confidential boolean,
      person_kind text, contact_name text, national_id text, contact_mobile text, contact_email text, locale text,
      channel text, external_source text, external_id text, idempotency_key text, idempotency_hash text, text text,
      answers jsonb, province text, address text, latitude double precision, longitude double precision, status text,
      outcome text, priority text, received_at timestamptz, due_at timestamptz, clocks jsonb,
      closed_at timestamptz, filed_by text, follows uuid, notify_channel text, notify_state text, notify_reason text,
      start_variables jsonb)
),
known as materialized (
  select i.ord, r.id, r.tracking_code, r.status, r.received_at, r.due_at, r.idempotency_hash
    from input i cross join lateral (select * from requests where idempotency_key = i.idempotency_key limit 1) r
  union
  select i.ord, r.id, r.tracking_code, r.status, r.received_at, r.due_at, r.idempotency_hash
    from input i cross join lateral (
      select * from requests where external_source = i.external_source and external_id = i.external_id limit 1) r
),
fresh as materialized (
  select * from input i where not exists (select from known k where k.ord = i.ord)
),
identified as (
  insert into people (kind, name, national_id, mobile, email, created_at)
  select distinct on (national_id) person_kind, contact_name, national_id, contact_mobile, contact_email, received_at
    from fresh where national_id is not null order by national_id, ord
  on conflict (national_id) do update set national_id = excluded.national_id
  returning id, national_id
),
inserted as (
  insert into requests (id, tracking_code, service, process_key, person_id, contact_name, contact_mobile, contact_email,
      locale, channel, external_source, external_id, idempotency_key, idempotency_hash, text, answers, province, address,
      latitude, longitude, status, outcome, department, priority, confidential, received_at, due_at, answered_at, closed_at,
      final_at, history_only, follows)
  select f.id, tracking_code, service, process_key, coalesce(p.id, new_person), contact_name, contact_mobile, contact_email,
      locale, channel, external_source, external_id, idempotency_key, idempotency_hash, text, answers, province, address,
      latitude, longitude, status, outcome, department, priority, confidential, received_at, due_at, closed_at, closed_at,
      closed_at, closed_at is not null, follows
    from fresh f left join identified p using (national_id) order by ord
  on conflict do nothing
  returning id
),
made as materialized (select f.* from fresh f join inserted using (id) order by ord),
unidentified as (
  insert into people (id, kind, name, mobile, email, created_at)
  select new_person, person_kind, contact_name, contact_mobile, contact_email, received_at
    from made where new_person is not null
),
said as (
  insert into interactions (request_id, channel, direction, kind, text, at)
  select id, channel, 'in', 'request', text, received_at from made
),
happened as (
  insert into request_events (request_id, at, kind, actor_kind, actor, data, public)
  select id, received_at, 'received', case when filed_by is null then 'citizen' else 'staff' end, filed_by,
         jsonb_build_object('channel', channel), true
    from made
  union all
  select id, closed_at, 'closed', 'system', external_source, jsonb_build_object('outcome', outcome), true
    from made where closed_at is not null
),
clocks as (
  insert into sla_clocks (request_id, target, policy, calendar, calendar_version, amount, unit, started_at, segments, state,
      due_at, met_at, net_minutes, next_step, next_step_at)
  select m.id, c.target, c.policy, c.calendar, c.calendar_version, c.amount, c.unit, c.started_at, c.segments, c.state,
         c.due_at, c.met_at, c.net_minutes, c.next_step, c.next_step_at
    from made m cross join lateral jsonb_to_recordset(m.clocks) as c (target text, policy integer, calendar text,
         calendar_version integer, amount double precision, unit text, started_at timestamptz, segments jsonb, state text,
         due_at timestamptz, met_at timestamptz, net_minutes double precision, next_step text, next_step_at timestamptz)
),
notes as (
  insert into notifications (request_id, template, channel, locale, state, reason, once_key, created_at)
  select id, 'received', notify_channel, locale, notify_state, notify_reason, 'received:' || id, received_at
    from made where notify_channel is not null
  returning id, state
),
jobs as materialized (
  select graphile_worker.add_job('${SEND_NOTIFICATION}', json_build_object('notificationId', id), max_attempts => ${NOTIFICATION_SEND_ATTEMPTS})
    from notes where state = 'queued'
),
messages as (
  insert into outbox (request_id, kind, message_name, correlation_key, variables)
  select id, 'start', 'request.' || process_key, id::text, start_variables || jsonb_build_object('requestId', id)
    from made where start_variables is not null order by ord
)
select ord, id, tracking_code, status, received_at, due_at, idempotency_hash, false as known,
       (select count(*) from jobs) as told
  from made
union all
select ord, id, tracking_code, status, received_at, due_at, idempotency_hash, true, 0 from known`;

/** Writes new requests, each with its person, first interaction, history, clocks, notification and start
 *  message. Notify the outbox relay after the commit. */
export async function writeRequests(db: Db, rows: readonly NewRequest[]): Promise<WrittenRequest[]> {
  const statement = db.raw<{ rows: WrittenRequest[] }>(REGISTER, [JSON.stringify(rows)]);
  return (await statement.options({ name: 'register-requests' })).rows;
}
