import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';

type Reason = {
  key: string;
  satisfied: boolean;
  asksReopening: boolean;
  text: { fa: string; en: string };
};

/** Services whose work is done outdoors: an answer that it is done says by what that can be seen. */
const FIELD_WORK = ['road-damage', 'road-safety-signs', 'road-closure-weather'];

const INTERACTION_KINDS = ['request', 'question', 'reply', 'answer', 'feedback', 'note'];
const NEW_INTERACTION_KINDS = ['appeal', 'appeal-decision', 'withdrawal'];

const kindsCheck = (kinds: readonly string[]): string =>
  `alter table interactions drop constraint interactions_kind_check,
     add constraint interactions_kind_check check (kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}))`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- How long a citizen may reply, judge and appeal, and how often reopen: ISO 8601 periods of days. The row without a
    -- service holds for every service that has none of its own.
    create table closing_rules (
      service         text unique nulls not distinct references services (key),
      reply_within    text not null check (reply_within ~ '^P[1-9][0-9]{0,2}D$'),
      reopen_within   text not null check (reopen_within ~ '^P[1-9][0-9]{0,2}D$'),
      most_reopenings integer not null check (most_reopenings >= 0),
      appeal_within   text not null check (appeal_within ~ '^P[1-9][0-9]{0,2}D$')
    );

    -- What a citizen can say of an answer. A reason that is no longer offered is made inactive, so that what was said stays readable.
    create table feedback_reasons (
      key            text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      fa             text not null,
      en             text not null,
      satisfied      boolean not null,
      asks_reopening boolean not null check (not (satisfied and asks_reopening)),
      active         boolean not null default true,
      position       integer not null
    );

    -- The citizen's word on an answer, beside the outcome that the ministry gave it; one an answer.
    create table request_feedback (
      request_id     uuid not null references requests (id),
      answered_at    timestamptz not null,
      satisfied      boolean not null,
      reasons        text[] not null default '{}',
      asks_reopening boolean not null,
      at             timestamptz not null,
      primary key (request_id, answered_at)
    );

    alter table services add column field_work boolean not null default false;

    -- answered_by: the usernames of those who answered, the last at the end. final_at: nothing can be changed about it any more.
    alter table requests
      add column answered_by       text[] not null default '{}',
      add column final_at          timestamptz,
      add column legal_basis       text,
      add column evidence          text,
      add column duplicate_of      uuid references requests (id) check (duplicate_of <> id),
      add column follows           uuid references requests (id) check (follows <> id),
      add column appeal_state      text not null default 'none' check (appeal_state in ('none', 'pending', 'upheld', 'rejected')),
      add column appeal_department text references departments (slug);
    create index requests_duplicate_of on requests (duplicate_of) where duplicate_of is not null;
    create index requests_follows on requests (follows) where follows is not null;
    create index requests_appeal_department on requests (appeal_department) where appeal_department is not null;
  `);
  await knex.raw(kindsCheck([...INTERACTION_KINDS, ...NEW_INTERACTION_KINDS]));
  await knex('services').whereIn('key', FIELD_WORK).update({ field_work: true });
  await knex('closing_rules').insert({
    service: null,
    reply_within: 'P10D',
    reopen_within: 'P15D',
    most_reopenings: 2,
    appeal_within: 'P30D',
  });
  const reasons = JSON.parse(
    await readFile(new URL('./data/feedback-reasons.json', import.meta.url), 'utf8'),
  ) as Reason[];
  await knex('feedback_reasons').insert(
    reasons.map(({ key, text, satisfied, asksReopening }, position) => ({
      key,
      ...text,
      satisfied,
      asks_reopening: asksReopening,
      position,
    })),
  );
  await knex.raw(`
    update requests set final_at = closed_at where status in ('closed', 'withdrawn');
    update requests r
       set answered_by = answered.by
      from (select e.request_id, array_agg(e.actor order by e.id) as by
              from request_events e where e.kind = 'answered' and e.actor is not null group by e.request_id) answered
     where answered.request_id = r.id;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table requests drop column answered_by, drop column final_at, drop column legal_basis, drop column evidence,
      drop column duplicate_of, drop column follows, drop column appeal_state, drop column appeal_department;
    alter table services drop column field_work;
    drop table request_feedback, feedback_reasons, closing_rules;
    update interactions set kind = 'note' where kind in (${NEW_INTERACTION_KINDS.map((kind) => `'${kind}'`).join(', ')});
  `);
  await knex.raw(kindsCheck(INTERACTION_KINDS));
}
