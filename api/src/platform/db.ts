import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import type { Log } from './log.ts';

/** A pool or a transaction: a repo takes either and cannot tell. */
export type Db = Knex;

const INT8 = 20;

/** Data lies on solid state disks or in memory today. With the default of 4 the planner would rather read and sort a whole queue
 *  than follow its index for one page. */
const PLANNER = '-c random_page_cost=1.1';

/** Opens the pool. BIGINT arrives as a string: engine keys pass 2^53 from partition 4 on. What knex would print goes to the log;
 *  callers get the error itself in any case. The message of an error shows the statement without its values, which may be personal. */
export function openDb(databaseUrl: string, { max = 10, log }: { max?: number; log?: Log } = {}): Db {
  const warn = (message: unknown) => log?.warn({ reason: String(message) }, 'the database pool complains');
  pg.types.setTypeParser(INT8, (value) => value);
  return knexFactory({
    client: 'pg',
    connection: {
      connectionString: databaseUrl,
      application_name: 'shahrah-api',
      statement_timeout: 30_000,
      options: PLANNER,
    },
    pool: { min: 0, max },
    acquireConnectionTimeout: 10_000,
    compileSqlOnError: false,
    log: { warn, error: warn, deprecate: warn, debug: () => undefined },
  });
}
