import type pg from 'pg';
import type { Tx } from './projections/projection.ts';

/** What the work of a transaction comes to. `last` are statements already sent whose answers nothing waits for but the commit. */
export type Done<T> = { result: T; last?: Promise<unknown> };

/** Opens a transaction on its own connection.
 *  @throws what `work` throws, after the rollback */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<Done<T>>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => (broken = error);
  client.on('error', lost);
  const tx = sendingTogether(client);
  try {
    const begun = tx.query('begin');
    begun.catch(() => undefined);
    const { result, last } = await work(tx);
    const [, , { command }] = await Promise.all([begun, last, tx.query('commit')]);
    if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
    return result;
  } catch (error) {
    await client.query('rollback').catch(lost);
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

/** Statements that are sent one right after the other leave in one write: each costs a call of the system and wakes the server. */
function sendingTogether(client: pg.PoolClient): Tx {
  const { stream } = client.connection;
  const send = client.query.bind(client) as (...statement: unknown[]) => unknown;
  let waiting = false;
  const leave = (): void => {
    waiting = false;
    stream.uncork();
  };
  const query = (...statement: unknown[]): unknown => {
    if (!waiting) {
      waiting = true;
      stream.cork();
      process.nextTick(leave);
    }
    return send(...statement);
  };
  return { query: query as Tx['query'] };
}
