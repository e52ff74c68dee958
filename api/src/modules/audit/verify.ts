import type { Db } from '#api/platform/db.ts';
import { GENESIS, hashOf } from './chain.ts';

/** What is wrong with the chain. missing: entries before this one are gone; changed: the entry is not what was written, or not joined
 *  to the one before; head: entries at the end are gone. */
export type Fault = { seq: string; fault: 'missing' | 'changed' | 'head' };

export type ChainState = {
  /** How many entries hold, from the first on. */
  rows: number;
  head: { seq: string; hash: string };
  broken: Fault | null;
};

export type Row = {
  seq: string;
  at: Date;
  actor: string | null;
  action: string;
  object_kind: string;
  object_id: string;
  reason: string | null;
  details: unknown;
  result: string;
  http_request_id: string | null;
  remote_address: string | null;
  hash: string;
};

const PAGE = 1_000;

/** Reads the whole chain and names the first entry that does not hold. What is appended meanwhile is left for the next time.
 *  @param noted an end of the chain that was written down elsewhere earlier: it must still be part of it */
export async function verifyChain(db: Db, noted?: { seq: string; hash: string }): Promise<ChainState> {
  const head = (await db('audit_head').first('seq', 'hash')) as { seq: string; hash: string };
  const state = (rows: number, broken: Fault | null): ChainState => ({ rows, head, broken });
  let before = { seq: 0n, hash: GENESIS };
  let held = 0;
  while (before.seq < BigInt(head.seq)) {
    const page = (await db('audit_log')
      .where('seq', '>', String(before.seq))
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .limit(PAGE)) as Row[];
    if (page.length === 0) return state(held, { seq: String(before.seq + 1n), fault: 'head' });
    for (const row of page) {
      const fault =
        faultOf(row, before) ?? (row.seq === noted?.seq && row.hash !== noted.hash ? 'changed' : null);
      if (fault) return state(held, { seq: row.seq, fault });
      before = { seq: BigInt(row.seq), hash: row.hash };
      held += 1;
    }
  }
  if (before.hash !== head.hash) return state(held, { seq: String(before.seq), fault: 'head' });
  if (noted && BigInt(noted.seq) > before.seq) return state(held, { seq: noted.seq, fault: 'head' });
  return state(held, null);
}

function faultOf(row: Row, before: { seq: bigint; hash: string }): 'missing' | 'changed' | null {
  if (BigInt(row.seq) !== before.seq + 1n) return 'missing';
  const entry = {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    reason: row.reason,
    details: row.details,
    result: row.result,
    httpRequestId: row.http_request_id,
    remoteAddress: row.remote_address,
  };
  return hashOf(entry, before.hash) === row.hash ? null : 'changed';
}
