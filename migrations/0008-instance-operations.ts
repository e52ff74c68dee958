import type { Knex } from 'knex';

/** Operations on process instances: migrations to another version, and batch operations. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Migrations of running cases to another version of their process. planned: the dry run, whose list is
    -- frozen; it waits for the typed count. heartbeat_at: when a node last worked on it. How many cases a
    -- migration covers is counted for whoever asks: each is told of those that they see.
    create table instance_migrations (
      id                uuid primary key default uuidv7(),
      process_key       text not null,
      from_versions     integer[] not null,
      to_version        integer not null,
      to_definition_key bigint not null,
      mapping           jsonb not null default '[]',
      state             text not null default 'planned' check (state in ('planned', 'running', 'stopped', 'finished')),
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
    create index instance_migrations_newest on instance_migrations (planned_at desc, id desc);
    create index instance_migrations_running on instance_migrations (heartbeat_at) where state = 'running';

    -- standing_keys, last_key: the element instances in which it stood, and the newest of all, when the
    -- engine was asked. sending: the engine was or is asked for the continuation. ending: that exists, the
    -- old instance is being cancelled. settling: the old one is gone, the assignees of its tasks and its
    -- clocks are transferred. unclear: nobody can tell whether the continuation was created.
    create table instance_migration_items (
      migration_id     uuid not null references instance_migrations (id),
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
      primary key (migration_id, ordinal),
      unique (migration_id, instance_key)
    );
    create index instance_migration_items_state on instance_migration_items (migration_id, state, ordinal);
    create index instance_migration_items_instance on instance_migration_items (instance_key);

    -- Instances that stand still while they migrate: no message is sent for their request, none of their
    -- tasks is completed.
    create table held_instances (
      instance_key bigint primary key,
      request_id   uuid,
      since        timestamptz not null default clock_timestamp()
    );
    create index held_instances_request on held_instances (request_id);

    -- What people do to process instances: to one of them, or to a frozen list. params: what was asked, by
    -- kind. state 'frozen' waits for the typed count. The counts follow the items.
    create table batch_operations (
      id          uuid primary key default uuidv7(),
      kind        text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
      bulk        boolean not null,
      params      jsonb not null default '{}',
      filter      jsonb,
      reason      text not null,
      state       text not null check (state in ('frozen', 'running', 'stopped', 'finished', 'discarded')),
      total       integer not null,
      created_by  text not null,
      created_at  timestamptz not null,
      once_key    text,
      asked_hash  text not null,
      started_at  timestamptz,
      stopped_by  text,
      finished_at timestamptz,
      version     integer not null default 1
    );
    create unique index batch_operations_once on batch_operations (created_by, once_key) where once_key is not null;
    create index batch_operations_newest on batch_operations (created_at desc, id desc);
    create index batch_operations_running on batch_operations (created_at) where state = 'running';

    -- sending: the engine was asked and nobody knows the outcome yet. accepted: it took the command, the read
    -- side does not show it yet. plan: what the item does and what stood before, as keys.
    create table batch_operation_items (
      operation_id uuid not null references batch_operations (id),
      ordinal      integer not null,
      instance_key bigint not null,
      state        text not null default 'waiting'
        check (state in ('waiting', 'sending', 'accepted', 'done', 'skipped', 'refused', 'failed')),
      plan         jsonb not null default '{}',
      code         text,
      detail       text,
      attempts     integer not null default 0,
      sent_at      timestamptz,
      settled_at   timestamptz,
      primary key (operation_id, ordinal)
    );
    create unique index batch_operation_items_once on batch_operation_items (operation_id, instance_key);
    create index batch_operation_items_state on batch_operation_items (operation_id, state, ordinal);
    create index batch_operation_items_instance on batch_operation_items (instance_key, operation_id);
    create index batch_operation_items_open on batch_operation_items (sent_at) where state in ('sending', 'accepted');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table batch_operation_items, batch_operations, held_instances, instance_migration_items, instance_migrations;
  `);
}
