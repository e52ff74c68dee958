import type { Query } from './writer.ts';

/** Offset of the engine's clock from the machine's, or the time it is pinned to. */
export type ClockState = { offsetMs: number; pinnedMs: number | undefined };

export type EngineClock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Changes the clock, and persists the change across restarts. */
  move(change: (clock: ClockState) => ClockState): Promise<void>;
};

type Row = { offset: number; pinned: number | null };

const READ = 'select offset_ms::float8 as offset, pinned_ms::float8 as pinned from clock';
const WRITE = `
  insert into clock (offset_ms, pinned_ms) values ($1, $2)
  on conflict (one) do update set offset_ms = excluded.offset_ms, pinned_ms = excluded.pinned_ms`;

export async function openClock(query: Query): Promise<EngineClock> {
  const [row] = await query<Row>('clock', READ, []);
  let state: ClockState = { offsetMs: row?.offset ?? 0, pinnedMs: row?.pinned ?? undefined };
  return {
    now: () => state.pinnedMs ?? Date.now() + state.offsetMs,
    async move(change) {
      const next = change(state);
      await query('move clock', WRITE, [next.offsetMs, next.pinnedMs ?? null]);
      state = next;
    },
  };
}
