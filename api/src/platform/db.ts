import knexFactory, { type Knex } from 'knex';
import pg from 'pg';

/** A pool or a transaction: a repo takes either and cannot tell. */
export type Db = Knex;

const INT8 = 20;

/** Opens the pool. BIGINT arrives as a string: engine keys pass 2^53 from partition 4 on. */
export function openDb(databaseUrl: string, { max = 10 }: { max?: number } = {}): Db {
  pg.types.setTypeParser(INT8, (value) => value);
  return knexFactory({
    client: 'pg',
    connection: { connectionString: databaseUrl, application_name: 'shahrah-api', statement_timeout: 30_000 },
    pool: { min: 0, max },
    acquireConnectionTimeout: 10_000,
  });
}
