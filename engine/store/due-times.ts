import type { Command, DueEvent } from '../core/engine.ts';
import type { Changes } from './unit-of-work.ts';
import type { Query } from './writer.ts';

/** Due times are stored in the database; only the next one is kept in memory. It may be too early, when that
 *  was cancelled, but never too late. The taker of commands must execute them, or end the engine. */
export type DueTimes = {
  /** Takes into account what a transaction has scheduled. */
  add(changes: Changes): void;
  /** Returns the commands that are due by now, earliest first, a few hundred at most. */
  take(): Promise<Extract<Command, { do: 'happen' }>[]>;
  /** Wakes the engine at the next due time. */
  sleep(): void;
  close(): void;
};

/** Maximum per transaction; what else is due comes with the next one. */
const BATCH_SIZE = 250;
/** The machine's clock may be changed, so no sleep is longer than this. */
const MAX_SLEEP_MS = 1_000;

/** Everything due before $2 is done. Its index entries may remain while an old snapshot is open, so they are
 *  not read again. */
const DUE = `
  (select 'timer' as kind, key, due_at::float8 as at from timer where due_at >= $2 order by due_at limit $1)
  union all (select 'job', key, due_at::float8 from job where due_at >= $2 order by due_at limit $1)
  union all (select 'message', key, deadline::float8 as at from message where deadline >= $2 order by deadline limit $1)
  order by at limit $1`;

export function createDueTimes(
  query: Query,
  { now, wake }: { now: () => number; wake: () => void },
): DueTimes {
  let nextAt = -Infinity;
  let doneUpTo = Number.MIN_SAFE_INTEGER;
  let timer: NodeJS.Timeout | undefined;

  const read = async (): Promise<(DueEvent & { at: number })[]> => {
    const by = now();
    const rows = await query<DueEvent & { at: number }>('due', DUE, [BATCH_SIZE + 1, doneUpTo]);
    const due = rows.slice(0, BATCH_SIZE).filter(({ at }) => at <= by);
    nextAt = rows[due.length]?.at ?? Infinity;
    doneUpTo = due.length < BATCH_SIZE ? Math.max(doneUpTo, by) : (due.at(-1)?.at ?? doneUpTo);
    return due;
  };
  const expect = (at: number | undefined): void => {
    if (at === undefined) return;
    nextAt = Math.min(nextAt, at);
    doneUpTo = Math.min(doneUpTo, at);
  };

  return {
    add({ timers, jobs, messages }) {
      for (const at of timers.values()) expect(at);
      for (const job of jobs.values()) expect(job?.dueAt);
      for (const message of messages.values()) expect(message?.deadline);
    },
    async take() {
      if (now() < nextAt) return [];
      return (await read()).map(({ kind, key }) => ({ do: 'happen', due: { kind, key } }));
    },
    sleep() {
      clearTimeout(timer);
      if (nextAt === Infinity) return;
      timer = setTimeout(wake, Math.min(Math.max(nextAt - now(), 0), MAX_SLEEP_MS));
    },
    close: () => clearTimeout(timer),
  };
}
