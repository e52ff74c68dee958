import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type { AuditChain, AuditPage, ListAudit } from '#common/contract/index.ts';
import type { AuditRow } from './verify-chain.ts';

const PAGE = 50;
const BY_TIME = cursor('time', ['time', 'key']);

/** Lists the matching entries, newest first. */
export async function listAudit(db: Db, filter: ListAudit): Promise<AuditPage> {
  const { actor, action, kind, id, result, from, to, after, limit = PAGE } = filter;
  const query = db('audit_log')
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .limit(limit + 1);
  if (actor !== undefined) query.where({ actor });
  if (action !== undefined) query.where({ action });
  if (kind !== undefined) query.where({ object_kind: kind });
  if (id !== undefined) query.where({ object_id: id });
  if (result !== undefined) query.where({ result });
  if (result === 'refused' || result === 'failed') query.where('result', '<>', 'done');
  if (from !== undefined) query.where('at', '>=', from);
  if (to !== undefined) query.where('at', '<', to);
  if (after !== undefined) query.whereRaw('(at, seq) < (?, ?)', BY_TIME.read(after));
  const rows = (await query) as AuditRow[];
  return page(rows, limit, toEntry, (last) => BY_TIME.write(last.at, last.seq));
}

const toEntry = (row: AuditRow): AuditPage['items'][number] => ({
  seq: row.seq,
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  object: { kind: row.object_kind, id: row.object_id },
  reason: row.reason,
  details: row.details as Record<string, unknown>,
  result: row.result as 'done',
  httpRequestId: row.http_request_id,
  remoteAddress: row.remote_address,
  hash: row.hash,
});

/** Reads the head of the hash chain, and the result of its last full check. */
export async function auditChain(db: Db): Promise<AuditChain> {
  const [head, check] = await Promise.all([
    db('audit_head').first('seq', 'hash'),
    db('audit_checks').orderBy('id', 'desc').first(),
  ]);
  return {
    seq: head.seq,
    hash: head.hash,
    checked: check
      ? {
          at: (check.at as Date).toISOString(),
          rows: Number(check.held),
          broken: check.broken_seq === null ? null : { seq: check.broken_seq, fault: check.fault },
        }
      : null,
  };
}
