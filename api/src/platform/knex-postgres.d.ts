/** The client that knex creates for `client: 'pg'`. It may be extended, but knex ships no types for it. */
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Client } from 'pg';

  export default class PostgresClient {
    constructor(config: object);
    _query<Query extends { sql: string }>(connection: Client, query: Query): Promise<Query>;
  }
}
