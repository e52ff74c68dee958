import type { Knex } from 'knex';

/** Authoring of processes: deployments and their definitions, drafts, releases, and test runs. */
export async function up(knex: Knex): Promise<void> {
  await createDeployments(knex);
  await createDraftsAndReleases(knex);
  await createTestRuns(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table what_if_rows, what_ifs, test_run_tasks, test_run_effects, test_runs;
    drop table process_elements, process_definitions, process_deployment_files, process_deployments,
      process_release_files, process_releases, process_draft_presence, process_draft_comments,
      process_draft_revisions, process_draft_files, process_drafts;
  `);
}

async function createDeployments(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Everything that was deployed to the engine, or refused. deployed_by is null for the product's own files
    -- at its start. begun: the engine was asked and its answer never came; the next deployment settles it.
    -- release_id: what is deployed; null for the product's own files. definitions: what the engine answered.
    create table process_deployments (
      id          uuid primary key default uuidv7(),
      deployed_by text,
      deployed_at timestamptz not null,
      result      text not null check (result in ('begun', 'deployed', 'refused', 'failed')),
      problems    jsonb not null default '[]',
      release_id  uuid,
      definitions jsonb not null default '[]'
    );
    create index process_deployments_begun on process_deployments (deployed_at) where result = 'begun';
    create index process_deployments_release on process_deployments (release_id);

    -- The files of a deployment; forms and element templates are deployed beside diagrams and decision
    -- tables. keys: the processes or decisions in it. removed: the deployment took the file away; then there
    -- is neither content nor hash. The content of refused files is not kept.
    create table process_deployment_files (
      deployment_id uuid not null references process_deployments (id),
      name          text not null,
      sha256        text not null,
      keys          text[] not null default '{}',
      content       text,
      removed       boolean not null default false,
      primary key (deployment_id, name)
    );
    create index process_deployment_files_sha256 on process_deployment_files (sha256);
    create index process_deployment_files_name on process_deployment_files (name, deployment_id desc);

    -- deployment_id: the deployment that brought the version; null where only the record stream told of it.
    create table process_definitions (
      definition_key bigint primary key,
      process_key    text not null,
      version        integer not null,
      resource_name  text not null,
      deployed_at    timestamptz not null default clock_timestamp(),
      sha256         text,
      deployed_by    text,
      deployment_id  uuid references process_deployments (id),
      unique (process_key, version)
    );
    create index process_definitions_newest on process_definitions (deployed_at desc, definition_key desc);
    create index process_definitions_deployment on process_definitions (deployment_id);
    create index process_definitions_versions on process_definitions (process_key, version desc);

    -- The elements of each version's diagram: their names, and within how many working hours a stage should
    -- be done. shown_variables, in the row of the process itself: which of its variables it shows to those
    -- who see its instances but not their requests; null where the diagram does not say.
    create table process_elements (
      process_key     text not null,
      version         integer not null,
      element_id      text not null,
      type            text not null,
      name_fa         text,
      name_en         text,
      stage_hours     numeric check (stage_hours > 0),
      shown_variables text[],
      primary key (process_key, version, element_id)
    );
  `);
}

async function createDraftsAndReleases(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What somebody changes about a process: an overlay over what runs. Only the service changes state.
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

    -- The files that differ. content is null where the draft takes the file away. base_sha256: what ran when
    -- the file was first changed; null where nothing did.
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

    -- Every state that a file of a draft was in. Never changed.
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
    -- What a person saved in the last day: it has a limit, which is checked with every file that is saved.
    create index process_draft_revisions_of_person on process_draft_revisions (saved_by, saved_at);

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

    -- Who is looking at what right now; worthless after a crash.
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

    -- A draft submitted for review, and what became of it. A draft has at most one under way.
    create table process_releases (
      id            uuid primary key default uuidv7(),
      draft_id      uuid not null references process_drafts (id),
      process_key   text not null,
      state         text not null
                    check (state in ('in-review', 'returned', 'taken-back', 'lapsed', 'approved', 'scheduled', 'deployed')),
      notes_fa      text not null,
      notes_en      text not null,
      -- What changed, as the reviewer was told.
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
      -- Why the last attempt to deploy it failed.
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

    -- What exactly was submitted: an approval holds for these hashes alone. sha256 is null where a file is
    -- removed, base_sha256 where none ran.
    create table process_release_files (
      release_id  uuid not null references process_releases (id),
      name        text not null,
      sha256      text,
      base_sha256 text,
      primary key (release_id, name)
    );

    alter table process_deployments add foreign key (release_id) references process_releases (id);
  `);
}

async function createTestRuns(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A draft that runs on the engine under ids of its own (prefix), without any effect outside. sources: the
    -- files as they were tried [{name, content}]; elements: what the draft says of each element; answers:
    -- what work answers in this run, by process key and element; skips: how much time was skipped when [{at,
    -- ms}]; resources: engine keys of what was deployed; driven_until: the node that looks after it has it
    -- until then; passed: what a run that completed passed, ids of elements by process key; kept when its
    -- details go, null for one that has not completed.
    create table test_runs (
      id           uuid primary key default uuidv7(),
      draft_id     uuid not null,
      process_key  text not null,
      prefix       text not null unique check (prefix ~ '^scratch-[0-9a-f]{16}$'),
      state        text not null check (state in ('starting', 'running', 'ended')),
      result       text check (result in ('completed', 'stuck', 'left', 'refused')),
      problem      text,
      fast         boolean not null,
      variables    jsonb not null,
      sources      jsonb not null,
      elements     jsonb not null,
      answers      jsonb not null default '{}',
      skips        jsonb not null default '[]',
      files_hash   text not null,
      resources    text[] not null default '{}',
      instance_key bigint,
      started_by   text not null,
      started_at   timestamptz not null,
      touched_at   timestamptz not null,
      ended_at     timestamptz,
      cleaned_at   timestamptz,
      driven_until timestamptz,
      steps        integer not null default 0,
      passed       jsonb,
      check ((state = 'ended') = (result is not null))
    );
    create index test_runs_draft on test_runs (draft_id, started_at desc, id);
    create index test_runs_instance on test_runs (instance_key);
    create index test_runs_unclean on test_runs (started_at) where cleaned_at is null;
    create index test_runs_by on test_runs (started_by) where cleaned_at is null;

    -- What would have been done. inputs: what the work was given; outcome: {complete} or {bpmnError}.
    create table test_run_effects (
      once_key     text primary key,
      run_id       uuid not null references test_runs on delete cascade,
      instance_key bigint not null,
      process_key  text not null,
      element_id   text not null,
      job_type     text not null,
      inputs       jsonb not null,
      outcome      jsonb not null,
      at           timestamptz not null
    );
    create index test_run_effects_run on test_run_effects (run_id, at);

    -- The user tasks of test runs, which never appear among the tasks of the desks.
    create table test_run_tasks (
      task_key     bigint primary key,
      instance_key bigint not null,
      element_key  bigint not null,
      element_id   text not null,
      process_key  text not null,
      form_key     text,
      state        text not null check (state in ('created', 'completed', 'canceled')),
      created_at   timestamptz not null,
      position     bigint not null
    );
    create index test_run_tasks_instance on test_run_tasks (instance_key);

    -- What a changed decision would have done to past requests. asked: {service, from, until, most}; the
    -- counts are explained in the contract.
    create table what_ifs (
      id           uuid primary key default uuidv7(),
      draft_id     uuid not null,
      decision_id  text not null,
      file         text not null,
      state        text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
      problem      text,
      asked        jsonb not null,
      source       text not null,
      rules        jsonb not null default '{}',
      resources    text[] not null default '{}',
      running_key  text,
      scratch_id   text,
      as_of        timestamptz not null,
      total        integer not null default 0,
      done         integer not null default 0,
      changed      integer not null default 0,
      failed       integer not null default 0,
      started_by   text not null,
      ended_at     timestamptz,
      cleaned_at   timestamptz,
      driven_until timestamptz
    );
    create index what_ifs_draft on what_ifs (draft_id, as_of desc, id);
    create index what_ifs_unclean on what_ifs (as_of) where cleaned_at is null;

    -- place: the order of the requests, the newest first. changed: the request would have gone another way.
    create table what_if_rows (
      what_if_id  uuid not null references what_ifs on delete cascade,
      place       integer not null,
      request_id  uuid not null,
      facts       jsonb not null,
      evaluated   boolean not null default false,
      problem     text,
      before      jsonb,
      after       jsonb,
      before_rule text,
      after_rule  text,
      changed     boolean not null default false,
      primary key (what_if_id, place)
    );
    create index what_if_rows_changed on what_if_rows (what_if_id, place) where changed;
    create index what_if_rows_open on what_if_rows (what_if_id, place) where not evaluated;
  `);
}
