/** The client that knex makes for `client: 'pg'`, which it lets be extended and has no types for. */
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Client } from 'pg';

  export default class PostgresClient {
    constructor(config: object);
    _query<Query extends { sql: string }>(connection: Client, query: Query): Promise<Query>;
  }
}
