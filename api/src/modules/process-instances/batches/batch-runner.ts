import { setTimeout as pause } from 'node:timers/promises';
import type { Jobs } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import { type Batches, type BatchRow, type ChangeRecord, runJobOf } from './batches.ts';

/** Result of working on an item. later: its turn comes again. engine-away: the engine takes no commands, so
 *  that the turn of all comes again. */
export type BatchItemResult = 'settled' | 'later' | 'engine-away';

/** Work on the items of one kind of batch. */
export type BatchWork<Row extends BatchRow, Item> = {
  /** Time after which a run hands over to a new one, so that a node can stop. */
  sliceMs: number;
  /** Pause before what has to wait is tried again: within the slice where it fits, else in a new run. */
  retryAfterMs: number;
  /** Takes the next items; none when the state of the batch forbids it. */
  take(batch: Row, limit: number): Promise<Item[]>;
  /** Prepares a run.
   *  @returns what works on one item */
  prepare(batch: Row, log: Log): Promise<(item: Item) => Promise<BatchItemResult>>;
  /** Returns what the audit log records of the end; undefined for nothing. */
  recordOfEnd(batch: Row): Promise<ChangeRecord | undefined>;
};

/** Maximum number of items of a batch on which a node works at the same time. */
const CONCURRENCY = 8;
/** Age from which a batch that nobody worked on belongs to a node that died. */
const STALE_AFTER_SECONDS = 60;

/** Works on the batches of one kind, and resumes what a dead node left behind, whose jobs stay locked for
 *  hours. */
export function batchRunner<Row extends BatchRow, Item>(batches: Batches<Row>, work: BatchWork<Row, Item>) {
  const sweep = `${batches.kind.jobs}.sweep`;

  /** Works on a batch for a slice of time, several items at once. Finishes it when no item is left, and
   *  queues another run when there is more to do. */
  async function run(id: string, log: Log): Promise<void> {
    const end = Date.now() + work.sliceMs;
    const retryLater = () => batches.queue(id, new Date(Date.now() + work.retryAfterMs));
    let workOn: ((item: Item) => Promise<BatchItemResult>) | undefined;
    do {
      const batch = await batches.get(id);
      if (!batch?.started_at) return;
      await batches.heartbeat(id);
      const items = await work.take(batch, CONCURRENCY);
      if (items.length === 0) {
        if (batch.state !== 'running') return;
        if (await batches.hasOpenItems(id)) return retryLater();
        const record = await work.recordOfEnd(batch);
        await batches.change(id, 'finish', null, async () => record);
        return;
      }
      workOn ??= await work.prepare(batch, log);
      const results = await Promise.all(items.map(workOn));
      const away = results.includes('engine-away');
      if (away) log.warn({ batch: id }, 'the engine takes no commands of a batch, trying again later');
      if (away || results.every((result) => result === 'later')) {
        if (Date.now() + work.retryAfterMs >= end) return retryLater();
        await pause(work.retryAfterMs);
      }
    } while (Date.now() < end);
    await batches.queue(id);
  }

  return {
    run,
    jobs: {
      handlers: {
        [runJobOf(batches.kind)]: (payload, { log }) => run((payload as { id: string }).id, log),
        [sweep]: async () => {
          for (const id of await batches.findStale(STALE_AFTER_SECONDS)) await batches.queue(id);
        },
      },
      schedules: [{ job: sweep, match: '* * * * *' }],
    } satisfies Jobs,
  };
}
