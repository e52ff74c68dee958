import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A draft that runs on the engine under names of its own ('prefix'), with nothing leaving the house.
    -- sources: the files as they were tried [{name, content}]; elements: what the draft says of each element; answers: what work
    -- answers in this run, by process key and element; skips: how much time was skipped when [{at, ms}]; resources: engine keys
    -- of what was deployed; driven_until: the node that looks after it has it until then.
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

    -- The user tasks of test runs, which never stand among the tasks of the desks.
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

    -- What a changed decision would have done to past requests. asked: {service, from, until, most}; counts: see the contract.
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

    -- place: the order of the requests, the newest first. Requests that would have gone the same way have no difference.
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

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table what_if_rows, what_ifs, test_run_tasks, test_run_effects, test_runs`);
}
