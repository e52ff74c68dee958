import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ENGINE_WRITER } from '../../common/advisory-locks.ts';

/** Runs a prepared statement; its rows come with keys as text. */
export type Query = <Row extends object>(name: string, text: string, values: unknown[]) => Promise<Row[]>;

/** The one connection that may change the state of the engine: the session that holds the advisory lock. Whatever it sends is
 *  carried out only as long as it holds that, so no other lock is needed. */
export type Writer = {
  /** Grows with every engine that becomes the writer. */
  readonly epoch: number;
  /** Reads; waits for the database when that is away. */
  readonly query: Query;
  /** Commits a statement that inserts its turn. When the connection is lost, so that nobody knows whether it was carried out, it
   *  looks whether the turn is there, and sends the statement again where it is not.
   *  @throws Superseded when another engine has become the writer */
  commit(statement: { name: string; text: string; values: unknown[] }, turn: number): Promise<void>;
  close(): Promise<void>;
};

/** Another engine writes. This one has to end. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

const RENEW_EVERY_MS = 2_000;
/** A writer that has not renewed for so long is ended: its process is stopped, or its machine is gone. */
const GONE_AFTER = '15 seconds';
const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Every statement finds its rows by an index; a plan made while a table was small must not outlive that. */
const SESSION = `
  set search_path = engine;
  set enable_seqscan = off;
  set plan_cache_mode = force_generic_plan;
  set jit = off;
  set max_parallel_workers_per_gather = 0`;

/** Signs in and waits until this engine is the writer.
 *  @param onWaiting hears once that another engine is the writer
 *  @param onLost hears that the database is away, and why */
export async function becomeWriter(
  databaseUrl: string,
  { onWaiting, onLost }: { onWaiting: () => void; onLost: (why: string) => void },
): Promise<Writer> {
  let closed = false;
  let client = await connect(databaseUrl);
  await lock(client, onWaiting);
  const { rows } = await client.query<{ epoch: string }>(
    `insert into writer (epoch, backend, renewed_at) values (1, pg_backend_pid(), clock_timestamp())
     on conflict (one) do update
       set epoch = writer.epoch + 1, backend = excluded.backend, renewed_at = excluded.renewed_at
     returning epoch`,
  );
  const epoch = Number(rows[0]?.epoch);

  /** Comes back as the same writer, unless another engine has been one meanwhile. */
  const reconnect = async (): Promise<void> => {
    for (let wait = 100; !closed; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      await client.end().catch(() => {});
      try {
        const fresh = await connect(databaseUrl);
        await endOwnBackend(fresh, epoch);
        await lock(fresh, () => {});
        const { rowCount } = await fresh.query(
          'update writer set backend = pg_backend_pid(), renewed_at = clock_timestamp() where epoch = $1',
          [epoch],
        );
        client = fresh;
        if (rowCount === 0) throw new Superseded('another engine has become the writer');
        return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        onLost((error as Error).message);
        await pause(wait);
      }
    }
    throw new Error('the writer is closed');
  };

  let reconnecting: Promise<void> | undefined;
  const untilItPasses = async <T>(run: () => Promise<T>, again: () => Promise<T | undefined>): Promise<T> => {
    for (let wait = 50; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        return await run();
      } catch (error) {
        if (closed || !isPassing(error)) throw error;
        onLost((error as Error).message);
        await pause(wait);
        if (isLoss(error)) {
          reconnecting ??= reconnect().finally(() => (reconnecting = undefined));
          await reconnecting;
        }
        const known = await untilItPasses(again, again);
        if (known !== undefined) return known as T;
      }
    }
  };

  const renewing = setInterval(() => {
    client
      .query('update writer set renewed_at = clock_timestamp() where epoch = $1', [epoch])
      .catch(() => {});
  }, RENEW_EVERY_MS);

  return {
    epoch,
    query: (name, text, values) =>
      untilItPasses(
        async () => (await client.query({ name, text, values })).rows,
        async () => undefined,
      ),
    async commit(statement, turn) {
      await untilItPasses(
        async () => {
          const { name, text, values } = statement;
          await client.query({ name, text, values });
          return true;
        },
        async () => {
          const { rows } = await client.query<{ epoch: string }>(
            'select epoch from record_batch where turn = $1',
            [turn],
          );
          const [found] = rows;
          if (found && Number(found.epoch) !== epoch)
            throw new Superseded(`turn ${turn} was written by another engine`);
          return found ? true : undefined;
        },
      );
    },
    async close() {
      closed = true;
      clearInterval(renewing);
      await client.end().catch(() => {});
    },
  };
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'shahrah-engine',
    keepAlive: true,
  });
  // A lost connection is told by the query that meets it.
  client.on('error', () => {});
  await client.connect();
  await client.query(SESSION);
  return client;
}

async function lock(client: pg.Client, onWaiting: () => void): Promise<void> {
  for (let first = true; ; first = false) {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      ENGINE_WRITER,
    ]);
    if (rows[0]?.locked) return;
    if (first) onWaiting();
    await client.query(
      `select pg_terminate_backend(backend) from writer where renewed_at < clock_timestamp() - interval '${GONE_AFTER}'`,
    );
    await pause(LOOK_EVERY_MS);
  }
}

/** The server may not have noticed yet that the connection before is lost; its session would hold the lock. */
const endOwnBackend = (client: pg.Client, epoch: number): Promise<unknown> =>
  client.query(
    'select pg_terminate_backend(backend) from writer where epoch = $1 and backend <> pg_backend_pid()',
    [epoch],
  );

/** Classes of errors after which the same statement may succeed: connection, operator intervention, no resources (a full disk),
 *  serialisation. */
const PASSING = /^(08|57|53|40|55P03)/;

function isPassing(error: unknown): boolean {
  if (error instanceof Superseded) return false;
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || PASSING.test(code);
}

/** The session is gone, or was never there: everything but what the server said while it went on. */
function isLoss(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P)/.test(code);
}
