import type { Db } from '#api/platform/db.ts';
import { entryHash, GENESIS } from './hash-chain.ts';

/** Fault in the hash chain. missing: entries before this one are gone; changed: the entry is not what was
 *  written, or not joined to the one before; head: entries at the end are gone. */
export type ChainFault = { seq: string; fault: 'missing' | 'changed' | 'head' };

export type ChainState = {
  /** Number of intact entries, from the first on. */
  rows: number;
  head: { seq: string; hash: string };
  broken: ChainFault | null;
};

export type AuditRow = {
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

const BATCH_SIZE = 1_000;

/** Reads the whole hash chain and names the first faulty entry. Entries appended meanwhile are left for the
 *  next check.
 *  @param knownHead head of the chain that was recorded elsewhere earlier: it must still be part of it */
export async function verifyChain(db: Db, knownHead?: { seq: string; hash: string }): Promise<ChainState> {
  const head = (await db('audit_head').first('seq', 'hash')) as { seq: string; hash: string };
  const state = (rows: number, broken: ChainFault | null): ChainState => ({ rows, head, broken });
  let before = { seq: 0n, hash: GENESIS };
  let held = 0;
  while (before.seq < BigInt(head.seq)) {
    const page = (await db('audit_log')
      .where('seq', '>', String(before.seq))
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .limit(BATCH_SIZE)) as AuditRow[];
    if (page.length === 0) return state(held, { seq: String(before.seq + 1n), fault: 'head' });
    for (const row of page) {
      const fault =
        faultOf(row, before) ??
        (row.seq === knownHead?.seq && row.hash !== knownHead.hash ? 'changed' : null);
      if (fault) return state(held, { seq: row.seq, fault });
      before = { seq: BigInt(row.seq), hash: row.hash };
      held += 1;
    }
  }
  if (before.hash !== head.hash) return state(held, { seq: String(before.seq), fault: 'head' });
  if (knownHead && BigInt(knownHead.seq) > before.seq)
    return state(held, { seq: knownHead.seq, fault: 'head' });
  return state(held, null);
}

function faultOf(row: AuditRow, before: { seq: bigint; hash: string }): 'missing' | 'changed' | null {
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
  return entryHash(entry, before.hash) === row.hash ? null : 'changed';
}
