import { randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import type { FilingBody } from './filings.ts';

/* Minimal server that accepts filings: Express, pg, one INSERT statement, no validation. BARE_ROWS=all writes
 *  every row that a registration writes, BARE_ROWS=request only the request. Tables and indexes are the real
 *  ones. */

const DAY_MS = 86_400_000;

const REQUEST = `
  insert into requests (id, tracking_code, service, process_key, person_id, contact_name, contact_mobile, locale, channel,
    idempotency_hash, text, answers, province, address, status, department, priority, confidential, received_at, due_at)
  select ids.request, $1, $2, 'citizen-request', ids.person, $3, $4, $5, 'web', $6, $7, $8::jsonb, $9, $10, 'received',
    'rmto', 'normal', false, $11, $12 from ids`;

const ALL = `
with ids as materialized (select uuidv7() as request, uuidv7() as person),
person as (insert into people (id, kind, name, national_id, mobile, created_at)
  select person, 'natural', $3, $13, $4, $11::timestamptz from ids),
request as (${REQUEST}),
interaction as (insert into interactions (request_id, channel, direction, kind, text, at)
  select request, 'web', 'in', 'request', $7, $11::timestamptz from ids),
event as (insert into request_events (request_id, at, kind, actor_kind, data, public)
  select request, $11::timestamptz, 'received', 'citizen', '{"channel":"web"}', true from ids),
clocks as (insert into sla_clocks (request_id, target, policy, calendar, calendar_version, amount, unit, started_at, segments,
    state, due_at, next_step, next_step_at)
  select request, target, 1, 'iran-office', 1, 10, 'days', $11::timestamptz,
    jsonb_build_array(jsonb_build_object('from', $11::timestamptz, 'to', null, 'state', 'running', 'calendar', 'iran-office',
      'calendarVersion', 1)), 'running', $12::timestamptz, 'remind', $12::timestamptz
    from ids cross join (values ('acknowledge'), ('first-reply'), ('resolve')) as targets (target)),
notification as (insert into notifications (request_id, template, channel, locale, state, reason, once_key, created_at)
  select request, 'received', 'sms', $5, 'skipped', 'no-sms-gateway', 'received:' || request, $11::timestamptz from ids),
message as (insert into outbox (request_id, kind, message_name, correlation_key, variables)
  select request, 'start', 'request.citizen-request', request::text,
    jsonb_build_object('requestId', request, 'service', $2::text, 'region', $9::text, 'channel', 'web', 'priority', 'normal',
      'replyWindow', 'P10D', 'feedbackWindow', 'P15D')
    from ids)
select request from ids`;

const ONE = `with ids as materialized (select uuidv7() as request, null::uuid as person) ${REQUEST} returning id as request`;

const all = process.env.BARE_ROWS === 'all';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
const app = express();
app.use(express.json());
app.post('/api/requests', async (req, res) => {
  const { service, text, applicant, place, answers, locale } = req.body as FilingBody;
  const receivedAt = new Date();
  const trackingCode = String(randomInt(1e11, 1e12 - 1));
  const values = [
    trackingCode,
    service,
    applicant.name,
    applicant.mobile,
    locale,
    'none',
    text,
    JSON.stringify(answers),
    place.province,
    place.address,
    receivedAt,
    new Date(receivedAt.getTime() + 10 * DAY_MS),
  ];
  const { rows } = await pool.query<{ request: string }>({
    name: 'file',
    text: all ? ALL : ONE,
    values: all ? [...values, applicant.nationalId] : values,
  });
  res.status(201).json({ id: rows[0]?.request, trackingCode, status: 'received', receivedAt });
});

const server = app.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
