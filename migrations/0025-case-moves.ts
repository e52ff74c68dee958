import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Moving running cases to another version of their process. planned: the dry run, whose list is frozen; it waits for the typed
    -- count. heartbeat_at: when a node last worked on it.
    create table case_moves (
      id                uuid primary key default uuidv7(),
      process_key       text not null,
      from_versions     integer[] not null,
      to_version        integer not null,
      to_definition_key bigint not null,
      mapping           jsonb not null default '[]',
      state             text not null default 'planned' check (state in ('planned', 'running', 'stopped', 'finished')),
      total             integer not null,
      movable           integer not null,
      reason            text,
      planned_by        text not null,
      planned_at        timestamptz not null,
      started_by        text,
      started_at        timestamptz,
      stopped_by        text,
      finished_at       timestamptz,
      heartbeat_at      timestamptz,
      version           integer not null default 1
    );
    create index case_moves_newest on case_moves (planned_at desc, id desc);
    create index case_moves_running on case_moves (heartbeat_at) where state = 'running';

    -- standing_keys, last_key: the element instances in which it stood, and the newest of all, when the engine was asked.
    -- sending: the engine was or is asked for the continuation. ending: it is there, the old instance is being cancelled. settling: the
    -- old one is gone, its tasks' holders and clocks are handed on. unclear: nobody can tell whether the continuation was created.
    create table case_move_items (
      move_id          uuid not null references case_moves (id),
      ordinal          integer not null,
      instance_key     bigint not null,
      request_id       uuid,
      version          integer not null,
      way              text not null check (way in ('native', 'continuation', 'none')),
      reasons          text[] not null default '{}',
      at_elements      text[] not null,
      start_before     text[] not null default '{}',
      standing_keys    bigint[] not null default '{}',
      last_key         bigint,
      state            text not null
        check (state in ('waiting', 'sending', 'ending', 'settling', 'done', 'refused', 'failed', 'unclear')),
      detail           text,
      new_instance_key bigint,
      attempts         integer not null default 0,
      sent_at          timestamptz,
      settled_at       timestamptz,
      primary key (move_id, ordinal),
      unique (move_id, instance_key)
    );
    create index case_move_items_state on case_move_items (move_id, state, ordinal);
    create index case_move_items_instance on case_move_items (instance_key);

    -- Instances that stand still while they move: no message is sent to their request, no task of theirs is completed.
    create table held_instances (
      instance_key bigint primary key,
      request_id   uuid,
      since        timestamptz not null default clock_timestamp()
    );
    create index held_instances_request on held_instances (request_id);

    -- The instance that this one continues.
    alter table process_instances add column moved_from bigint;
    create index process_instances_moved_from on process_instances (moved_from) where moved_from is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table process_instances drop column moved_from;
    drop table held_instances, case_move_items, case_moves;
  `);
}
