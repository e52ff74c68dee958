import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A file that is brought in. It is resumed while finished_at is null: rows_read says how far it was read.
    create table imports (
      id           uuid primary key default uuidv7(),
      source       text not null,
      mode         text not null check (mode in ('history', 'as-new')),
      file_name    text not null,
      fingerprint  text not null,
      rows_read    integer not null default 0,
      read_to_end  boolean not null default false,
      started_at   timestamptz not null,
      finished_at  timestamptz
    );
    create unique index imports_unfinished on imports (fingerprint, mode) where finished_at is null;

    -- Every row of the file and what became of it. The row itself is kept until it is taken in; of refused ones, for the report.
    create table import_rows (
      import_id  uuid not null references imports (id),
      line       integer not null,
      made_at    timestamptz,
      record     jsonb,
      result     text check (result in ('created', 'known', 'changed', 'refused')),
      reasons    text[] not null default '{}',
      owner      text,
      request_id uuid references requests (id),
      primary key (import_id, line)
    );
    create index import_rows_waiting on import_rows (import_id, made_at, line) where result is null;
    create index import_rows_request on import_rows (request_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table import_rows, imports');
}
