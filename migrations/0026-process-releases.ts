import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A draft handed in for review, and what became of it. One is under way for a draft at a time.
    create table process_releases (
      id            uuid primary key default uuidv7(),
      draft_id      uuid not null references process_drafts (id),
      process_key   text not null,
      state         text not null
                    check (state in ('in-review', 'returned', 'taken-back', 'lapsed', 'approved', 'scheduled', 'deployed')),
      notes_fa      text not null,
      notes_en      text not null,
      -- What changed, as it was told to the reviewer.
      changes       jsonb not null,
      -- Everybody who changed a file of the draft.
      authors       text[] not null,
      submitted_by  text not null,
      submitted_at  timestamptz not null,
      reviewed_by   text,
      reviewed_at   timestamptz,
      review_reason text,
      scheduled_for timestamptz,
      scheduled_by  text,
      -- Why the last attempt to deploy it came to nothing.
      failure       jsonb,
      deployed_by   text,
      deployed_at   timestamptz,
      deployment_id uuid references process_deployments (id),
      version       integer not null default 1,
      check ((reviewed_by is null) = (reviewed_at is null)),
      check ((state = 'deployed') = (deployment_id is not null)),
      check (state <> 'scheduled' or (scheduled_for is not null and scheduled_by is not null)),
      check (state not in ('approved', 'scheduled', 'deployed') or reviewed_by is not null),
      check (reviewed_by <> all (authors))
    );
    create unique index process_releases_under_way on process_releases (draft_id)
      where state in ('in-review', 'approved', 'scheduled');
    create index process_releases_draft on process_releases (draft_id, submitted_at desc, id desc);
    create index process_releases_process on process_releases (process_key, submitted_at desc, id desc);
    create index process_releases_newest on process_releases (submitted_at desc, id desc);
    create index process_releases_deployment on process_releases (deployment_id);

    -- What exactly was handed in: an approval holds for these hashes alone. sha256 is null where a file goes, base_sha256 where
    -- none ran.
    create table process_release_files (
      release_id  uuid not null references process_releases (id),
      name        text not null,
      sha256      text,
      base_sha256 text,
      primary key (release_id, name)
    );

    -- release_id: what is deployed; null for the product's own files. definitions: what the engine answered.
    alter table process_deployments
      add column release_id uuid references process_releases (id),
      add column definitions jsonb not null default '[]';
    create index process_deployments_release on process_deployments (release_id);

    -- The deployment that brought the version; null where only the record stream told of it.
    alter table process_definitions add column deployment_id uuid references process_deployments (id);
    create index process_definitions_deployment on process_definitions (deployment_id);
    create index process_definitions_versions on process_definitions (process_key, version desc);
    update process_definitions as definition
       set deployment_id = (
             select file.deployment_id
               from process_deployment_files as file
               join process_deployments as deployment on deployment.id = file.deployment_id
              where deployment.result = 'deployed' and file.name = definition.resource_name
                and file.sha256 = definition.sha256
              order by file.deployment_id
              limit 1);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table process_definitions drop column deployment_id;
    alter table process_deployments drop column release_id, drop column definitions;
    drop table process_release_files, process_releases;
  `);
}
