import type { Knex } from 'knex';

/** The state of the embedded engine, in a schema of its own (docs/adr/0018). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Roles belong to the cluster, so who may do what is granted after the migrations
    -- (api/src/platform/database-roles.ts): neither the role of the api nor that of the engine sees the
    -- other's tables.
    create schema engine;

    -- Keys are 64 bits: partition, block, place in the block. Everything inside a process instance has a key
    -- of the instance's own blocks, so that no table has to say which instance a job, task, incident or
    -- element belongs to. Times are milliseconds since 1970, by the clock of the engine.

    -- One writer at a time holds the advisory lock ENGINE_WRITER; this says which one, for those that wait.
    create table engine.writer (
      one        boolean primary key default true check (one),
      epoch      bigint not null,
      backend    integer not null,
      renewed_at timestamptz not null
    );

    -- How the clock of the engine differs from that of the machine; moved in tests only.
    create table engine.clock (
      one       boolean primary key default true check (one),
      offset_ms bigint not null,
      pinned_ms bigint
    );

    -- A deployed file. details: process id and version, or the decisions with their keys and versions. A
    -- deleted one stays without its content, because no version number is given twice.
    create table engine.resource (
      key      bigint primary key,
      kind     text not null check (kind in ('process', 'decisions')),
      name     text not null,
      checksum text not null,
      details  json not null,
      content  bytea
    );

    -- The messages that start the latest version of a process; keys by partition.
    create table engine.start_subscription (
      process_id     text not null,
      message_name   text not null,
      start_event_id text not null,
      definition     bigint not null,
      keys           json not null,
      primary key (definition, start_event_id)
    );

    -- A running process instance as one document (engine/core/document.ts). What is looked up by another key
    -- than the instance's has a row in one of the tables below.
    create table engine.instance (
      key        bigint primary key,
      definition bigint not null,
      state      json not null
    ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
    create index instance_definition on engine.instance (definition);

    -- The blocks of keys that an instance, or a part of one, took after its first.
    create table engine.key_block (
      first    bigint primary key,
      instance bigint not null
    );
    comment on column engine.key_block.instance is 'a process instance or a part of one';
    create index key_block_instance on engine.key_block (instance);

    -- place: where a job that can be activated stands among those of its type; null while a worker has it or
    -- it waits. due_at: when its timeout or back-off is over.
    create table engine.job (
      key    bigint primary key,
      type   text not null,
      place  bigint,
      due_at bigint
    ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
    create index job_activatable on engine.job (type, place) where place is not null;
    create index job_due on engine.job (due_at) where due_at is not null;

    create table engine.timer (
      key    bigint primary key,
      due_at bigint not null
    );
    create index timer_due on engine.timer (due_at);

    create table engine.message_subscription (
      key             bigint primary key,
      instance        bigint not null,
      name            text not null,
      correlation_key text not null,
      process_id      text not null
    );
    create index message_subscription_place on engine.message_subscription (name, correlation_key, process_id, key);

    -- A message that is kept for its time to live; correlated_to: the processes that have taken it already.
    create table engine.message (
      key             bigint primary key,
      name            text not null,
      correlation_key text not null,
      message_id      text not null,
      time_to_live    bigint not null,
      deadline        bigint not null,
      variables       json not null,
      correlated_to   json not null
    );
    create index message_place on engine.message (name, correlation_key);
    create index message_deadline on engine.message (deadline);

    -- While an instance that a message started runs, no message of the same correlation key starts another.
    create table engine.start_lock (
      process_id      text not null,
      correlation_key text not null,
      instance        bigint not null,
      primary key (process_id, correlation_key)
    );

    -- The records of a transaction, compressed, and the counters as they stood after it. Every transaction of
    -- a writer inserts its next turn: two writers would collide here. Kept until every exporter has passed
    -- it; the last one always.
    create table engine.record_batch (
      turn     bigint primary key,
      epoch    bigint not null,
      counters json not null,
      records  bytea storage external
    );

    -- How far an exporter has acknowledged, and the last turn that it no longer needs.
    create table engine.exporter (
      exporter  text not null,
      partition integer not null,
      position  bigint not null,
      turn      bigint not null,
      primary key (exporter, partition)
    );

    -- An inner activity of a large multi-instance, as a document of its own (engine/core/document.ts) beside
    -- that of its process instance. first: its key, and the first of its own block of keys. body: the key of
    -- the multi-instance around it.
    create table engine.instance_part (
      first    bigint primary key,
      instance bigint not null,
      body     bigint not null,
      state    json not null
    ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
    create index instance_part_body on engine.instance_part (body);

    -- A value kept beside the documents, so that these need not carry it whenever they change. owner: a
    -- process instance or part, with the keys of its large variables and of the multi-instances whose items
    -- are large; or a multi-instance itself, with the place of each item that a result has come back for.
    create table engine.instance_value (
      owner bigint not null,
      key   bigint not null,
      value json not null,
      primary key (owner, key)
    );

    -- The process instances that an engine could not continue, and why; each has an open incident. An engine
    -- that starts checks whether it can.
    create table engine.set_aside (
      instance   bigint primary key,
      incident   bigint not null,
      definition bigint not null,
      why        text not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop schema engine cascade');
}
