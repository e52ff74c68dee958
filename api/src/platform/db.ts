import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';
import type { Log } from './log.ts';
import { ViewerClient } from './viewer-client.ts';

/** A pool or a transaction: a repo takes either and cannot tell. */
export type Db = Knex;

const INT8 = 20;

/** Data lies on solid state disks or in memory today. With the default of 4 the planner would rather read and sort a whole queue
 *  than follow its index for one page. */
const PLANNER = '-c random_page_cost=1.1';

/** The server notices within a minute that a node is gone without a word, and lets go of what that held. */
const KEEPALIVE = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** The server ends what takes longer. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** How long work of the background waits for an answer, which may never come. */
const QUERY_TIMEOUT_MS = 40_000;
/** How long a call waits: somebody waits for that. Its connection is closed then, so that nothing is carried out behind another answer. */
const CALLER_QUERY_TIMEOUT_MS = 8_000;
/** For a connection of the pool, and for a new one. */
const CONNECTION_TIMEOUT_MS = 10_000;

const calls = new AsyncLocalStorage<true>();

/** Does something for who waits for it now: the database has to answer each statement of it soon. */
export const withCallerTimeout = <T>(work: () => T): T => calls.run(true, work);

/** Lets a connection wait as long as suits who uses it at the time; pg asks before each statement. */
const applyQueryTimeout = ({ connectionParameters }: { connectionParameters: object }): void =>
  void Object.defineProperty(connectionParameters, 'query_timeout', {
    get: () => (calls.getStore() ? CALLER_QUERY_TIMEOUT_MS : QUERY_TIMEOUT_MS),
  });

/** Opens the pool. Statements of a transaction that do not wait for each other's answers go to the server together. What is asked inside
 *  `asViewer` is answered as that person may see it. BIGINT arrives as a
 *  string: engine keys pass 2^53 from partition 4 on. What knex would print goes to the log; callers get the error itself in any case. The
 *  message of an error shows the statement without its values, which may be personal. */
export function openDb(databaseUrl: string, { max = 10, log }: { max?: number; log?: Log } = {}): Db {
  const warn = (message: unknown) => log?.warn({ reason: String(message) }, 'the database pool complains');
  pg.types.setTypeParser(INT8, (value) => value);
  const connection: pg.ClientConfig = {
    connectionString: databaseUrl,
    application_name: 'shahrah-api',
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
    options: `${PLANNER} ${KEEPALIVE}`,
    ...PIPELINED,
  };
  return knexFactory({
    client: ViewerClient as unknown as typeof Knex.Client,
    connection: connection as Knex.PgConnectionConfig,
    pool: {
      min: 0,
      max,
      afterCreate(made: { connectionParameters: object }, done: (error: null, made: object) => void) {
        applyQueryTimeout(made);
        done(null, made);
      },
    },
    acquireConnectionTimeout: CONNECTION_TIMEOUT_MS,
    compileSqlOnError: false,
    log: { warn, error: warn, deprecate: warn, debug: () => undefined },
  });
}

/** Characters of the name of a statement that PostgreSQL tells apart. */
const LONGEST_NAME = 63;

/** Marks a statement to be planned once a connection: `.options(prepared('hold-request'))`. For what is asked many times and finds its
 *  rows by a key, whatever the tables hold.
 *  @param name no other statement may have it */
export const prepared = (name: string): { name: string } => ({
  name: name.length <= LONGEST_NAME ? name : createHash('sha1').update(name).digest('hex'),
});

/** What pg says of a connection that is lost, without a code; knex puts its statement in front. */
const CONNECTION_LOST =
  /(Connection terminated( unexpectedly)?|is not queryable|Query read timeout|timeout expired)$/;

const SOCKET_ERRORS = [
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

/** Tells whether the fault is the database's, or the way to it: SQLSTATE classes 08 (connection), 53 (resources) and 57 (intervention: shutdown,
 *  or a statement cancelled by an operator or for the time it took), the socket errors of Node, and no connection of the pool in time. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  if (name === 'KnexTimeoutError' || CONNECTION_LOST.test(String(message))) return true;
  return typeof code === 'string' && (/^(08|53|57)/.test(code) || SOCKET_ERRORS.includes(code));
}
