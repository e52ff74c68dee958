import type pg from 'pg';
import type { Tx } from './projections/projection.ts';

/** Result of a transaction's work. `last` covers statements already sent whose answers only the commit waits
 *  for. */
export type Done<T> = { result: T; last?: Promise<unknown> };

/** Runs a transaction on a connection of its own.
 *  @throws what `work` throws, after the rollback */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<Done<T>>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => (broken = error);
  client.on('error', lost);
  try {
    const begun = client.query('begin');
    begun.catch(() => undefined);
    const { result, last } = await work(client);
    const [, , { command }] = await Promise.all([begun, last, client.query('commit')]);
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
