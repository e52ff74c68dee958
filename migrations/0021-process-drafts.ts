import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Forms and ready steps are deployed beside diagrams and tables. removed: taken away by this deployment; then there is no
    -- content and no hash.
    alter table process_deployment_files add column removed boolean not null default false;

    -- What somebody changes about a process: an overlay over what runs. state moves by the service alone.
    create table process_drafts (
      id          uuid primary key default uuidv7(),
      process_key text not null,
      title       text not null,
      state       text not null default 'open'
                  check (state in ('open', 'in-review', 'approved', 'scheduled', 'deployed', 'discarded')),
      created_by  text not null,
      created_at  timestamptz not null,
      changed_at  timestamptz not null,
      version     integer not null default 1
    );
    create index process_drafts_newest on process_drafts (changed_at desc, id desc);
    create index process_drafts_of_process on process_drafts (process_key, changed_at desc, id desc);
    create index process_drafts_under_way on process_drafts (process_key)
      where state in ('open', 'in-review', 'approved', 'scheduled');

    -- The files that differ. content is null where the draft takes the file away. base_sha256: what ran when the file was first
    -- changed; null where nothing did.
    create table process_draft_files (
      draft_id    uuid not null references process_drafts (id),
      name        text not null,
      content     text,
      sha256      text,
      base_sha256 text,
      version     integer not null,
      saved_by    text not null,
      saved_at    timestamptz not null,
      primary key (draft_id, name),
      check ((content is null) = (sha256 is null))
    );

    -- Every state a file of a draft was in. Never changed.
    create table process_draft_revisions (
      id       uuid primary key default uuidv7(),
      draft_id uuid not null references process_drafts (id),
      name     text not null,
      version  integer not null,
      action   text not null check (action in ('saved', 'imported', 'restored', 'removed', 'reset')),
      content  text,
      sha256   text,
      saved_by text not null,
      saved_at timestamptz not null,
      unique (draft_id, name, version)
    );
    create index process_draft_revisions_newest on process_draft_revisions (draft_id, saved_at desc, id desc);

    create table process_draft_comments (
      id          uuid primary key default uuidv7(),
      draft_id    uuid not null references process_drafts (id),
      file        text not null,
      element_id  text,
      text        text not null,
      written_by  text not null,
      written_at  timestamptz not null,
      resolved_by text,
      resolved_at timestamptz,
      check ((resolved_by is null) = (resolved_at is null))
    );
    create index process_draft_comments_of_draft on process_draft_comments (draft_id, written_at, id);

    -- Who looks at what right now; worthless after a crash.
    create unlogged table process_draft_presence (
      draft_id   uuid not null references process_drafts (id),
      client_id  uuid not null,
      username   text not null,
      name       text not null,
      file       text,
      element_id text,
      seen_at    timestamptz not null,
      primary key (draft_id, client_id)
    );
    create index process_draft_presence_old on process_draft_presence (seen_at);

    create index process_instances_running on process_instances (process_key, version) where state = 'active';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index process_instances_running;
    drop table process_draft_presence, process_draft_comments, process_draft_revisions, process_draft_files, process_drafts;
    delete from process_deployment_files where removed or name like '%.json';
    alter table process_deployment_files drop column removed;
  `);
}
