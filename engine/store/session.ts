import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';

export type SqlStatement = { name?: string; text: string; values?: unknown[] };

/** A session with the database. Its statements are sent at once, and carried out one after the other. */
export type Session = {
  /** @param projectionTimeoutMs the session is lost when there is no answer by then, counted from the answer to the statement before
   *  @throws SessionTimeout, and what the database says */
  query<Row extends object>(statement: SqlStatement, patienceMs?: number): Promise<Row[]>;
  /** Lets go of it, whether or not the server hears of that. */
  drop(): void;
};

/** Who does not answer for so long is not there any more: a wire may be lost without a word to either end. */
export const QUERY_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** The answer took too long. Nobody knows whether the statement was carried out. */
export class SessionTimeout extends Error {
  override readonly name = 'SessionTimeout';
}

/** Every statement finds its rows by an index; a plan made while a table was small must not outlive that. */
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
  // A lost connection is told by the query that meets it.
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

/** Classes of errors of the server after which the same statement may succeed: connection, operator intervention, no resources (a
 *  full disk), serialisation, a server that has just been or will be the standby of another, and a statement that another failed to
 *  prepare just before. */
const TRANSIENT_SQLSTATES = /^(08|57|53|40|55P03|25006|26000)/;
/** Those after which the session is of no use. */
const CONNECTION_LOSS_SQLSTATES = /^(08|57P|25006)/;

/** Whether a statement may succeed when it is sent again later. What is no word of the server is about the wire, but for what our
 *  own code got wrong. */
export const isTransient = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? TRANSIENT_SQLSTATES.test(error.code ?? '')
    : !(error instanceof TypeError || error instanceof RangeError);

/** Whether a passing error is the end of the session. */
export const isConnectionLoss = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || CONNECTION_LOSS_SQLSTATES.test(error.code ?? '');
