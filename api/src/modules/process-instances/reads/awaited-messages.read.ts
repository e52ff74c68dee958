import type { Db } from '#api/platform/db.ts';

/** Counts how often a message was correlated to an instance. */
export async function countCorrelations(db: Db, instanceKey: string, message: string): Promise<number> {
  const row = await db('awaited')
    .where({ instance_key: instanceKey, kind: 'message', message_name: message })
    .sum({ n: 'happened' })
    .first();
  return Number(row?.n ?? 0);
}

/** Tells whether an instance waits for a message with this correlation key. */
export async function isAwaiting(db: Db, instanceKey: string, correlationKey: string): Promise<boolean> {
  const row = await db('awaited')
    .where({ instance_key: instanceKey, kind: 'message', state: 'waiting', correlation_key: correlationKey })
    .first('awaited_key');
  return row !== undefined;
}
