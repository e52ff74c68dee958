import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ENGINE_WRITER } from '#common/node/advisory-locks.ts';
import {
  isConnectionLoss,
  isTransient,
  openSession,
  QUERY_TIMEOUT_MS,
  type Session,
  SessionTimeout,
  type SqlStatement,
} from './session.ts';

/** Runs a prepared statement; its rows come with keys as text. */
export type Query = <Row extends object>(name: string, text: string, values: unknown[]) => Promise<Row[]>;

/** The one connection that may change the state of the engine: the session that holds the advisory lock. Its
 *  statements are executed only while it holds the lock, so no other lock is needed. */
export type Writer = {
  /** Incremented by every engine that becomes the writer. */
  readonly epoch: number;
  /** Reads; waits while the database is unavailable. */
  readonly query: Query;
  /** Commits a statement that inserts its turn. If the connection is lost, it is unknown whether the
   *  statement was executed; it then checks whether the turn exists, and sends the statement again if not.
   *  @throws NotTheWriter when another engine has become the writer */
  commit(statement: { name: string; text: string; values: unknown[] }, turn: number): Promise<void>;
  close(): void;
};

/** Another engine has become the writer, or the database no longer admits this one. It has to end. */
export class NotTheWriter extends Error {
  override readonly name = 'NotTheWriter';
}

export type WriterEvents = {
  /** Another engine is the writer. */
  onWaiting(): void;
  /** The database is unavailable, and why. */
  onLost(why: string): void;
  /** The database is available again. */
  onBack(): void;
  /** This engine is no longer the writer; it may be told while it has nothing to write. */
  onEnd(error: Error): void;
};

const RENEW_INTERVAL_MS = 2_000;
/** A writer that has not renewed for this long is terminated: its process is stopped, or its machine is
 *  gone. */
const GONE_AFTER = '15 seconds';
const RETRY_INTERVAL_MS = 500;
const BACKOFF_MIN_MS = 50;
const BACKOFF_MAX_MS = 5_000;
const RECONNECT_TIMEOUT_MS = 600_000;

/** Takes the lock and records its holder in one statement, so that nobody holds it whom others cannot
 *  terminate. */
const BECOME = `
  insert into writer (epoch, backend, renewed_at)
  select 1, pg_backend_pid(), clock_timestamp() from (select pg_try_advisory_lock(${ENGINE_WRITER}) as locked offset 0) as l
   where locked
  on conflict (one) do update
    set epoch = writer.epoch + 1, backend = excluded.backend, renewed_at = excluded.renewed_at
  returning epoch`;

const BECOME_AGAIN = `
  update writer set backend = pg_backend_pid(), renewed_at = clock_timestamp()
    from (select pg_try_advisory_lock(${ENGINE_WRITER}) as locked offset 0) as l
   where locked and epoch = $1
  returning epoch`;

/** Terminates the session that holds the lock, if it is the one that the table names: a backend pid may have
 *  been reused by now, and a new holder may not be recorded yet. */
const END_HOLDER = `
  select pg_terminate_backend(l.pid)
    from writer w join pg_locks l on l.pid = w.backend
   where l.locktype = 'advisory' and l.objsubid = 1 and l.classid = 0 and l.objid = ${ENGINE_WRITER} and l.granted
     and l.database = (select oid from pg_database where datname = current_database())`;
const END_GONE = `${END_HOLDER} and w.renewed_at < clock_timestamp() - interval '${GONE_AFTER}'`;
const END_OWN = `${END_HOLDER} and w.epoch = $1 and l.pid <> pg_backend_pid()`;

/** Signs in and waits until this engine is the writer.
 *  @throws errors of the database at the first sign-in */
export async function becomeWriter(databaseUrl: string, events: WriterEvents): Promise<Writer> {
  const { onLost, onBack, onEnd } = events;
  let closed = false;
  let away = false;
  const first = await firstTurnOf(databaseUrl, events);
  const { epoch } = first;
  let { session } = first;

  /** Reconnects as the same writer, unless another engine has been one meanwhile.
   *  @throws NotTheWriter */
  async function comeBack(): Promise<void> {
    for (let attempt = 0; !closed; attempt += 1) {
      session.drop();
      try {
        session = await reclaim(databaseUrl, epoch);
        return;
      } catch (error) {
        if (error instanceof NotTheWriter) throw error;
        if (!isTransient(error)) throw new NotTheWriter((error as Error).message, { cause: error });
        await rest(error, attempt);
      }
    }
  }

  async function rest(error: unknown, attempt: number): Promise<void> {
    if (!away) onLost((error as Error).message);
    away = true;
    await pause(Math.min(BACKOFF_MIN_MS * 2 ** attempt, BACKOFF_MAX_MS));
  }

  let comingBack: Promise<void> | undefined;
  /** Sends a statement until it is executed. After a timeout it gets twice the time.
   *  @param isDone checks, after a failure, whether it was executed all the same
   *  @throws NotTheWriter, and permanent errors */
  async function insist<Row extends object>(
    statement: SqlStatement,
    isDone: () => Promise<boolean> = async () => false,
  ): Promise<Row[]> {
    let patienceMs = QUERY_TIMEOUT_MS;
    for (let attempt = 0; ; attempt += 1) {
      const used = session;
      try {
        const rows = await used.query<Row>(statement, patienceMs);
        if (away) onBack();
        away = false;
        return rows;
      } catch (error) {
        if (closed || error instanceof NotTheWriter || !isTransient(error)) throw error;
        if (error instanceof SessionTimeout) patienceMs = Math.min(2 * patienceMs, RECONNECT_TIMEOUT_MS);
        await rest(error, attempt);
        if (isConnectionLoss(error) && session === used)
          comingBack ??= comeBack().finally(() => (comingBack = undefined));
        await comingBack;
        if (await isDone()) return [];
      }
    }
  }

  /** @throws NotTheWriter */
  async function isThere(turn: number): Promise<boolean> {
    const [found] = await insist<{ epoch: string }>({
      name: 'turn',
      text: 'select epoch from record_batch where turn = $1',
      values: [turn],
    });
    if (found && Number(found.epoch) !== epoch)
      throw new NotTheWriter(`turn ${turn} was written by another engine`);
    return found !== undefined;
  }

  let renewed: Promise<unknown> | undefined;
  const renewing = setInterval(() => {
    renewed ??= insist({
      name: 'renew',
      text: 'update writer set renewed_at = clock_timestamp() where epoch = $1',
      values: [epoch],
    })
      .catch((error: Error) => {
        if (!closed) onEnd(error);
      })
      .finally(() => (renewed = undefined));
  }, RENEW_INTERVAL_MS);

  return {
    epoch,
    query: (name, text, values) => insist({ name, text, values }),
    async commit(statement, turn) {
      try {
        await insist(statement, () => isThere(turn));
      } catch (error) {
        if (!isTaken(error)) throw error;
        throw new NotTheWriter(`turn ${turn} was written by another engine`, { cause: error });
      }
    },
    close() {
      closed = true;
      clearInterval(renewing);
      session.drop();
    },
  };
}

/** Waits until no other engine writes. After the first sign-in, it also waits for an unavailable database. */
async function firstTurnOf(
  databaseUrl: string,
  { onWaiting, onLost }: WriterEvents,
): Promise<{ session: Session; epoch: number }> {
  let session = await openSession(databaseUrl);
  for (let waiting = false; ; await pause(RETRY_INTERVAL_MS)) {
    try {
      const [row] = await session.query<{ epoch: string }>({ text: BECOME });
      if (row) return { session, epoch: Number(row.epoch) };
      if (!waiting) onWaiting();
      waiting = true;
      await session.query({ text: END_GONE });
    } catch (error) {
      if (!isTransient(error)) throw error;
      onLost((error as Error).message);
      session.drop();
      session = await openSession(databaseUrl).catch(() => session);
    }
  }
}

/** Returns true when the turn already exists, written by somebody else. */
const isTaken = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.constraint === 'record_batch_pkey';

/** Signs in and takes the lock again, before anybody else may use the session. The server may not have
 *  noticed yet that the previous session is lost, and still hold the lock for it.
 *  @throws NotTheWriter */
async function reclaim(databaseUrl: string, epoch: number): Promise<Session> {
  const session = await openSession(databaseUrl);
  try {
    for (;;) {
      const [writer] = await session.query<{ epoch: string }>({ text: 'select epoch from writer' });
      if (Number(writer?.epoch) !== epoch) throw new NotTheWriter('another engine has become the writer');
      await session.query({ text: END_OWN, values: [epoch] });
      const [mine] = await session.query<{ epoch: string }>({ text: BECOME_AGAIN, values: [epoch] });
      if (mine) return session;
      await pause(RETRY_INTERVAL_MS);
    }
  } catch (error) {
    session.drop();
    throw error;
  }
}
