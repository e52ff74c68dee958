import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';

export type SqlStatement = { name?: string; text: string; values?: unknown[] };

/** A database session. Its statements are sent at once, and executed one after the other. */
export type Session = {
  /** @param patienceMs the session is dropped when there is no answer within this time, counted from the
   *  answer to the previous statement
   *  @throws SessionTimeout, and errors of the database */
  query<Row extends object>(statement: SqlStatement, patienceMs?: number): Promise<Row[]>;
  /** Closes the connection, whether or not the server notices. */
  drop(): void;
};

/** Without an answer for this long, the server counts as gone: a connection may break without either end
 *  noticing. */
export const QUERY_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** The answer took too long. It is unknown whether the statement was executed. */
export class SessionTimeout extends Error {
  override readonly name = 'SessionTimeout';
}

/** Every statement finds its rows by an index; a plan made while a table was small must not be kept. */
const SETTINGS = `
  set search_path = engine;
  set enable_seqscan = off;
  set plan_cache_mode = force_generic_plan;
  set jit = off;
  set max_parallel_workers_per_gather = 0`;

export async function openSession(databaseUrl: string): Promise<Session> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'shahrah-engine',
    keepAlive: true,
    keepAliveInitialDelayMillis: CONNECT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...PIPELINED,
  });
  // A lost connection is reported by the query that meets it.
  client.on('error', () => {});
  let last: Promise<unknown> = client.connect();

  const answered = async (answer: Promise<unknown>, patienceMs: number): Promise<void> => {
    const { stream } = client.connection;
    const giveUp = () => void stream.destroy(new SessionTimeout(`no answer for ${patienceMs} ms`));
    const timer = setTimeout(giveUp, patienceMs);
    await answer.catch(() => {});
    clearTimeout(timer);
  };
  const session: Session = {
    async query<Row extends object>(statement: SqlStatement, patienceMs = QUERY_TIMEOUT_MS) {
      const answer = client.query<Row>(statement);
      last = last.then(() => answered(answer, patienceMs));
      return (await answer).rows;
    },
    drop() {
      client.end().catch(() => {});
      client.connection.stream.destroy();
    },
  };
  try {
    await last;
    await session.query({ text: SETTINGS });
    return session;
  } catch (error) {
    session.drop();
    throw error;
  }
}

/** SQLSTATE classes after which the same statement may succeed: connection, operator intervention,
 *  insufficient resources (a full disk), serialization failure, a server that has just been or will be a
 *  standby, and a prepared statement that a previous statement failed to prepare. */
const TRANSIENT_SQLSTATES = /^(08|57|53|40|55P03|25006|26000)/;
/** SQLSTATE classes after which the session is unusable. */
const CONNECTION_LOSS_SQLSTATES = /^(08|57P|25006)/;

/** Returns true when a statement may succeed if sent again later. An error that does not come from the server
 *  concerns the connection, unless it is a bug of our own code. */
export const isTransient = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? TRANSIENT_SQLSTATES.test(error.code ?? '')
    : !(error instanceof TypeError || error instanceof RangeError);

/** Returns true when a transient error is the end of the session. */
export const isConnectionLoss = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || CONNECTION_LOSS_SQLSTATES.test(error.code ?? '');
