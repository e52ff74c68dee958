import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import type { SlaBook } from './book.ts';
import { leftOut } from './not-computable.ts';
import { slaClock } from './sla-clock.ts';
import { stageClocks } from './stage-clocks.ts';

const EVERY_MS = 1_000;
const BATCH = 200;

export type SlaKeeper = {
  /** Does what is due now. */
  round(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

/** Keeps the clocks in step with time and with the tasks: pauses end at their cap, stages begin and end. What a round costs
 *  depends on what is due. Any number of nodes may do it at once. */
export function slaKeeper({
  db,
  clock,
  book,
  log,
}: {
  db: Db;
  clock: Clock;
  book: SlaBook;
  log: Log;
}): SlaKeeper {
  const stages = stageClocks({ db, book, log });
  const broken = leftOut(log);
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function endCappedPauses(now: Date): Promise<number> {
    const due = await db('sla_clocks')
      .where('cap_at', '<=', now)
      .whereRaw('request_id <> all(?::uuid[])', [broken.keys(now)])
      .orderBy(['cap_at', 'id'])
      .limit(BATCH)
      .pluck<string[]>('request_id');
    for (const id of new Set(due))
      await broken.unless({ key: id, requestId: id }, now, () =>
        db.transaction(async (tx) => {
          const held = await tx('requests').select('id').where({ id }).forNoKeyUpdate().skipLocked().first();
          if (held) await slaClock({ db: tx, clock, book }).endCappedPauses(id, now);
        }),
      );
    return due.length;
  }

  async function round(): Promise<void> {
    const now = clock.now();
    await endCappedPauses(now);
    while ((await stages.begin(now, BATCH)) === BATCH && !stopping.signal.aborted);
    while ((await stages.end(now, BATCH)) === BATCH && !stopping.signal.aborted);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await round().catch((error: Error) => {
        if (!stopping.signal.aborted) log.warn({ reason: error.message }, 'a round of the SLA clocks failed');
      });
      await wait(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    round,
    start: () => void (running ??= run()),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
