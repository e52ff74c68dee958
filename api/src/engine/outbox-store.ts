import type pg from 'pg';
import { inTransaction } from './transaction.ts';

export type OutboxRow = {
  id: string;
  request_id: string | null;
  kind: 'start' | 'message';
  message_name: string;
  correlation_key: string;
  variables: Record<string, unknown>;
  attempts: number;
  /** Start of the first earlier try whose outcome is unknown; null when there was none. */
  uncertain_before: Date | null;
};

export type OutboxStore = {
  /** Claims up to `limit` due messages for the duration of the lease. It takes only the oldest of each
   *  correlation key, so that none overtakes. */
  claim(limit: number, now: Date): Promise<OutboxRow[]>;
  markSent(ids: readonly string[]): Promise<void>;
  /** Releases a claimed message for a later try. `uncertain` says that this try may have arrived. */
  postpone(row: OutboxRow, why: { inMs: number; uncertain: boolean; error: string }): Promise<void>;
  /** Looks up an uncertain start in the projection: `behind` when that has not reached the time of the try
   *  yet. */
  startSeen(row: OutboxRow): Promise<'started' | 'not-started' | 'behind'>;
};

/** Lease of a claim: messages of a node that died are taken over after this long. Longer than any command to
 *  the engine. */
const LEASE_SECONDS = 30;

export function outboxStore(pool: pg.Pool): OutboxStore {
  return {
    claim: (limit, now) =>
      inTransaction(pool, async (tx) => {
        const [, { rows }] = await Promise.all([
          tx.query(IN_ORDER),
          tx.query<OutboxRow>({ name: 'outbox-claim', text: CLAIM, values: [limit, now] }),
        ]);
        return { result: rows.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id))) };
      }),
    async markSent(ids) {
      await pool.query({
        name: 'outbox-sent',
        text: `update outbox set sent_at = clock_timestamp(), last_error = null where id = any($1::bigint[])`,
        values: [ids],
      });
    },
    async postpone(row, { inMs, uncertain, error }) {
      await pool.query({
        name: 'outbox-postpone',
        text: `update outbox set next_try_at = clock_timestamp() + $2::double precision * interval '1 millisecond', last_error = $3,
                 uncertain_since = case when $4::boolean then uncertain_since else $5::timestamptz end
                where id = $1 and sent_at is null`,
        values: [row.id, inMs, error.slice(0, 500), uncertain, row.uncertain_before],
      });
    },
    async startSeen(row) {
      const { rows } = await pool.query<{ started: boolean; caught_up: boolean }>({
        name: 'outbox-start-seen',
        text: `select exists (select from process_instances where request_id = $1::uuid) as started,
                 coalesce((select min(record_at) from engine_positions where exporter = 'fast') > $2, false) as caught_up`,
        values: [row.request_id ?? row.correlation_key, row.uncertain_before],
      });
      const seen = rows[0];
      return seen?.started ? 'started' : seen?.caught_up ? 'not-started' : 'behind';
    },
  };
}

/** The planner estimates one or two due messages, and would rather read and sort the whole queue than follow
 *  the index. */
const IN_ORDER = 'set local enable_sort = off';

/** Reads one row of each index it needs, however many messages wait or were sent. A message for a request
 *  whose instance is held for a migration waits until that is over. */
const CLAIM = `
  update outbox o
     set attempts = o.attempts + 1,
         next_try_at = clock_timestamp() + interval '${LEASE_SECONDS} seconds',
         uncertain_since = coalesce(o.uncertain_since, $2)
   where o.id = any(array(
           select due.id
             from outbox due
            where due.sent_at is null and due.next_try_at <= now()
              and not exists (select from held_instances held where held.request_id = due.request_id)
              and due.id = (select min(first.id) from outbox first
                             where first.correlation_key = due.correlation_key and first.sent_at is null)
            order by due.next_try_at, due.id
            limit $1
              for update of due skip locked))
  returning o.id::text, o.request_id, o.kind, o.message_name, o.correlation_key, o.variables, o.attempts,
    old.uncertain_since as uncertain_before`;
