import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { type Loop, startLoop } from '#api/platform/loop.ts';
import { clockQuarantine } from './clock-quarantine.ts';
import { requestClocks } from './request-clocks.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';
import { stageClocks } from './stage-clocks.ts';

const SWEEP_INTERVAL_MS = 1_000;
const BACK_OFF_MS = [1_000, 10_000] as const;
const BATCH_SIZE = 200;

export type ClockSweeper = {
  /** Does everything that is due now. */
  sweep(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

/** Keeps the clocks in step with time and with the tasks: pauses end at their cap, stages begin and end. The
 *  cost of a sweep depends on what is due. Any number of nodes may sweep at once. */
export function clockSweeper({
  db,
  clock,
  slaCatalogue,
  log,
}: {
  db: Db;
  clock: Clock;
  slaCatalogue: SlaCatalogue;
  log: Log;
}): ClockSweeper {
  const stages = stageClocks({ db, slaCatalogue, log });
  const broken = clockQuarantine(log);
  let loop: Loop | undefined;

  async function endCappedPauses(now: Date): Promise<number> {
    const due = await db('sla_clocks')
      .where('cap_at', '<=', now)
      .whereRaw('request_id <> all(?::uuid[])', [broken.keys(now)])
      .orderBy(['cap_at', 'id'])
      .limit(BATCH_SIZE)
      .pluck<string[]>('request_id');
    for (const id of new Set(due))
      await broken.attempt({ key: id, requestId: id }, now, () =>
        db.transaction(async (tx) => {
          const held = await tx('requests').select('id').where({ id }).forNoKeyUpdate().skipLocked().first();
          if (held) await requestClocks({ db: tx, clock, slaCatalogue }).endCappedPauses(id, now);
        }),
      );
    return due.length;
  }

  async function sweep(signal?: AbortSignal): Promise<void> {
    const now = clock.now();
    await endCappedPauses(now);
    while ((await stages.begin(now, BATCH_SIZE)) === BATCH_SIZE && !signal?.aborted);
    while ((await stages.end(now, BATCH_SIZE)) === BATCH_SIZE && !signal?.aborted);
  }

  return {
    sweep: () => sweep(),
    start() {
      loop ??= startLoop({
        round: async ({ signal, rest }) => {
          await sweep(signal);
          await rest(SWEEP_INTERVAL_MS);
        },
        backOffMs: BACK_OFF_MS,
        log,
        failing: 'the SLA clocks cannot be kept',
        recovered: 'the SLA clocks are kept again',
      });
    },
    stop: async () => loop?.stop(),
  };
}
