import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { asSystem } from '#api/platform/viewer.ts';
import type { AuditResult } from '#common/contract/index.ts';
import { entryHash } from './hash-chain.ts';

/** Something that a person did, tried or read. */
export type AuditEntry = {
  /** Username; null for the product itself. */
  actor: string | null;
  /** E.g. `draft.saved`, in kebab case. */
  action: `${string}.${string}`;
  object: { kind: string; id: string };
  reason?: string | undefined;
  /** Ids, hashes, counts; never personal data of citizens. */
  details?: Record<string, unknown> | undefined;
  result: AuditResult;
  httpRequestId?: string | undefined;
  /** Address that the call came from. */
  remoteAddress?: string | undefined;
};

/** Call, as far as its audit entry needs it. */
export type AuditedCall = { user: { username: string }; httpRequestId: string; remoteAddress: string };

/** Builds the entry for an action by a call. */
export const auditEntryOf = (
  { user, httpRequestId, remoteAddress }: AuditedCall,
  what: Pick<AuditEntry, 'action' | 'object' | 'reason' | 'details'>,
): AuditEntry => ({ ...what, actor: user.username, result: 'done', httpRequestId, remoteAddress });

export type AuditLog = {
  /** Appends an entry to the hash chain. In a caller's transaction make it the last step: until its commit no
   *  other entry can be written anywhere. */
  write(entry: AuditEntry): Promise<void>;
  /** Returns the same log inside a transaction: the entry stands or falls with it. */
  within(tx: Db): AuditLog;
};

type Head = { seq: string; hash: string };

/** Append-only log of who did what, when, why, from where and with what result; a hash joins each entry to
 *  the one before it. Takes a pool or a transaction. Entries that must survive a rollback of the caller's
 *  transaction (a refusal, a failure) are written through the pool. */
export const auditLog = ({ db, clock }: { db: Db; clock: Clock }): AuditLog => ({
  write: (entry) => asSystem(() => append(db, clock, entry)),
  within: (tx) => auditLog({ db: tx, clock }),
});

const append = (db: Db, clock: Clock, entry: AuditEntry): Promise<void> =>
  db.transaction(async (tx) => {
    const { rows } = await tx.raw('select seq, hash from audit_head for update');
    const head = rows[0] as Head;
    const seq = String(BigInt(head.seq) + 1n);
    const written = {
      at: clock.now().toISOString(),
      actor: entry.actor,
      action: entry.action,
      objectKind: entry.object.kind,
      objectId: entry.object.id,
      reason: entry.reason === undefined ? null : storable(entry.reason),
      details: storable(entry.details ?? {}),
      result: entry.result,
      httpRequestId: entry.httpRequestId ?? null,
      remoteAddress: entry.remoteAddress ?? null,
    };
    const hash = entryHash({ seq, ...written }, head.hash);
    await tx('audit_log').insert({
      seq,
      at: written.at,
      actor: written.actor,
      action: written.action,
      object_kind: written.objectKind,
      object_id: written.objectId,
      reason: written.reason,
      details: JSON.stringify(written.details),
      result: written.result,
      http_request_id: written.httpRequestId,
      remote_address: written.remoteAddress,
      hash,
    });
    await tx('audit_head').update({ seq, hash });
  });

/** Returns the value as PostgreSQL will return it: without members that have no value, and without the
 *  characters that it does not store. */
const storable = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === 'string' ? member.replace(/\p{Surrogate}|\0/gu, '') : member,
    ),
  ) as T;
