import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';
import type { Log } from './log.ts';
import { ViewerClient } from './viewer-client.ts';

/** A pool or a transaction: a repo takes either and cannot tell which. */
export type Db = Knex;

const INT8 = 20;

/** Data sits on SSDs or in memory today. With the default of 4, the planner prefers to read and sort a whole
 *  queue over following its index for one page. */
const PLANNER = '-c random_page_cost=1.1';

/** With these settings the server notices within a minute that a node has vanished, and releases its
 *  locks. */
const KEEPALIVE = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** The server cancels statements that take longer. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** How long background work waits for an answer, which may never come. */
const QUERY_TIMEOUT_MS = 40_000;
/** How long a request waits, because a person waits for it. The connection is closed then, so that the
 *  statement cannot finish behind another answer. */
const CALLER_QUERY_TIMEOUT_MS = 8_000;
/** Limit for getting a connection from the pool and for opening a new one. */
const CONNECTION_TIMEOUT_MS = 10_000;

const calls = new AsyncLocalStorage<true>();

/** Runs work that somebody is waiting for: its statements get the short query timeout. */
export const withCallerTimeout = <T>(work: () => T): T => calls.run(true, work);

/** Gives a connection the query timeout of its current user; pg reads the property before each statement. */
const applyQueryTimeout = ({ connectionParameters }: { connectionParameters: object }): void =>
  void Object.defineProperty(connectionParameters, 'query_timeout', {
    get: () => (calls.getStore() ? CALLER_QUERY_TIMEOUT_MS : QUERY_TIMEOUT_MS),
  });

/** Opens the pool. Statements of a transaction that do not wait for each other's answers are pipelined.
 *  Queries inside `asViewer` see what that person may see. BIGINT arrives as a string: engine keys exceed
 *  2^53 from partition 4 on. Output of knex goes to the log; callers get the error itself in any case. An
 *  error message shows the statement without its values, which may be personal. */
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

/** Length at which PostgreSQL truncates statement names. */
const LONGEST_NAME = 63;

/** Makes a statement a prepared one, planned once per connection: `.options(prepared('hold-request'))`. Use
 *  it for frequent statements that find their rows by a key, whatever the tables hold.
 *  @param name unique among all statements */
export const prepared = (name: string): { name: string } => ({
  name: name.length <= LONGEST_NAME ? name : createHash('sha1').update(name).digest('hex'),
});

/** Messages of pg about a lost connection; these errors have no code. knex puts the statement in front of
 *  them. */
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

/** Returns true when the database, or the way to it, is at fault: SQLSTATE classes 08 (connection), 53
 *  (resources) and 57 (operator intervention: shutdown, or a statement cancelled by an operator or a
 *  timeout), socket errors of Node, and a pool that had no connection in time. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  if (name === 'KnexTimeoutError' || CONNECTION_LOST.test(String(message))) return true;
  return typeof code === 'string' && (/^(08|53|57)/.test(code) || SOCKET_ERRORS.includes(code));
}
