import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Timestamp } from './common.ts';

/** done: it happened. refused: a rule forbade it. failed: it was tried without success. */
export const AUDIT_RESULTS = ['done', 'refused', 'failed'] as const;
export const AuditResult = OneOf(AUDIT_RESULTS);
export type AuditResult = Static<typeof AuditResult>;

/** missing: entries before this one are gone. changed: it differs from what was written. head: entries at the
 *  end are gone. */
export const AUDIT_FAULTS = ['missing', 'changed', 'head'] as const;

const Seq = Type.String({ pattern: '^[0-9]{1,19}$' });

export const AuditEntryView = Closed({
  seq: Seq,
  at: Timestamp,
  actor: Nullable(Type.String({ description: 'The username; null for the product itself' })),
  action: Type.String({ description: 'As `draft.saved`' }),
  object: Closed({ kind: Type.String(), id: Type.String() }),
  reason: Nullable(Type.String()),
  details: Type.Record(Type.String(), Type.Unknown()),
  result: AuditResult,
  httpRequestId: Nullable(Type.String()),
  remoteAddress: Nullable(Type.String()),
  hash: Type.String({ description: 'SHA-256 over this entry and the hash of the one before it' }),
});
export type AuditEntryView = Static<typeof AuditEntryView>;

export const AuditPage = Closed({ items: Type.Array(AuditEntryView), next: Nullable(Type.String()) });
export type AuditPage = Static<typeof AuditPage>;

const Word = Type.String({ minLength: 1, maxLength: 200 });

export const ListAudit = Closed({
  actor: Type.Optional(Word),
  action: Type.Optional(Word),
  kind: Type.Optional(Word),
  id: Type.Optional(Word),
  result: Type.Optional(AuditResult),
  from: Type.Optional(Timestamp),
  to: Type.Optional(Timestamp),
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListAudit = Static<typeof ListAudit>;

export const AuditChain = Closed({
  seq: Type.String({ description: 'The newest entry; 0 when there is none' }),
  hash: Type.String(),
  checked: Nullable(
    Closed({
      at: Timestamp,
      rows: Type.Integer({ description: 'The entries that held, from the first on' }),
      broken: Nullable(Closed({ seq: Seq, fault: OneOf(AUDIT_FAULTS) })),
    }),
  ),
});
export type AuditChain = Static<typeof AuditChain>;
