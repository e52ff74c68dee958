import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Refusals that the audit log has told of within the last minute: what was refused again since, and how often, until it tells of these too.
    create table audit_refusals (
      id              bigint generated always as identity unique,
      actor           text not null,
      action          text not null,
      object_kind     text not null,
      object_id       text not null,
      told_at         timestamptz not null,
      times           integer not null default 0,
      details         jsonb not null,
      http_request_id text,
      remote_address  text,
      primary key (actor, action, object_kind, object_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table audit_refusals');
}
