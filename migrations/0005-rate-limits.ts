import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Counters that all nodes share, in the shape that rate-limiter-flexible wants; expire is in milliseconds. Worth nothing
    -- after a crash, so it stays out of the write-ahead log.
    create unlogged table rate_limits (
      key    varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );
    create index rate_limits_expire on rate_limits (expire);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table rate_limits');
}
