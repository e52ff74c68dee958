import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- An inner activity of a large multi-instance, as a document of its own (engine/core/document.ts) beside that of its process
    -- instance. first: its key, and the first of its own block of keys. body: the key of the multi-instance around it.
    create table engine.instance_part (
      first    bigint primary key,
      instance bigint not null,
      body     bigint not null,
      state    json not null
    ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
    create index instance_part_body on engine.instance_part (body);

    -- A value that lies beside the documents, so that these need not carry it whenever they change. owner: a process instance or
    -- part, with the keys of its large variables and of the multi-instances whose items are large; or a multi-instance itself, with
    -- the place of each item that something has come back for.
    create table engine.instance_value (
      owner bigint not null,
      key   bigint not null,
      value json not null,
      primary key (owner, key)
    );

    -- Further blocks of keys are taken by parts too.
    comment on column engine.key_block.instance is 'a process instance or a part of one';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    comment on column engine.key_block.instance is null;
    drop table engine.instance_value, engine.instance_part;
  `);
}
