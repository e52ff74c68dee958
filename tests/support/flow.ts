import { expect } from 'chai';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { aRequest } from './builders.ts';
import { eventually } from './wait.ts';

/** A filed request with its start message in the outbox, as intake leaves it in one transaction. @returns its id */
export const aFiledRequest = (db: Db): Promise<string> =>
  db.transaction(async (trx) => {
    const { id } = await aRequest(trx);
    await enqueue(trx, {
      requestId: id,
      kind: 'start',
      messageName: 'request.citizen-request',
      variables: {
        requestId: id,
        service: 'road-safety-signs',
        region: 'tehran',
        channel: 'web',
        priority: 'normal',
        replyWindow: 'P10D',
        feedbackWindow: 'P15D',
        appealWindow: 'P30D',
        mostReopenings: 2,
        department: 'rmto',
      },
    });
    return id;
  });

export const filedRequests = (db: Db, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => aFiledRequest(db)));

/** Waits until each request stands as an open task of its department, and then looks that nothing is lost or doubled: one
 *  instance, one task, one routing and no unsent message a request. */
export async function allStandAsTasks(
  db: Db,
  ids: readonly string[],
  { timeout = 90_000 } = {},
): Promise<void> {
  await eventually(
    async () => {
      const [row] = await db('tasks')
        .whereIn('request_id', ids)
        .where({ state: 'created' })
        .countDistinct({ n: 'request_id' });
      if (Number(row?.n) !== ids.length)
        throw new Error(`${String(row?.n)} of ${ids.length} requests have a task`);
      return true;
    },
    { timeout },
  );
  await eventually(
    async () => (await db('outbox').whereIn('request_id', ids).whereNull('sent_at')).length === 0,
    { timeout },
  );
  const counts = {
    instances: (await db('process_instances').whereIn('request_id', ids)).length,
    tasks: (await db('tasks').whereIn('request_id', ids)).length,
    routings: (await db('request_events').whereIn('request_id', ids).whereLike('once_key', 'job:%')).length,
    inProgress: (await db('requests').whereIn('id', ids).where({ status: 'in-progress' })).length,
  };
  const all = ids.length;
  expect(counts).to.deep.equal({ instances: all, tasks: all, routings: all, inProgress: all });
}
