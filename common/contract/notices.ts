import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, RequestId, Slug, Timestamp } from './common.ts';

/** Kinds of notices to staff: a reminder or a warning about the time of a request, an escalation level that
 *  was reached, a request that was handed over, or the daily list of the highest level. */
export const NOTICE_KINDS = ['remind', 'warn', 'escalated', 'handed-over', 'digest'] as const;
export const NoticeKind = OneOf(NOTICE_KINDS);
export type NoticeKind = Static<typeof NoticeKind>;

export const NoticeId = Type.String({ format: 'uuid' });

export const StaffNotice = Closed({
  id: NoticeId,
  kind: NoticeKind,
  requestId: Nullable(RequestId),
  trackingCode: Nullable(Type.String()),
  service: Nullable(Slug),
  data: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Facts from which the screen makes a sentence',
  }),
  deliveredAt: Timestamp,
  readAt: Nullable(Timestamp),
});
export type StaffNotice = Static<typeof StaffNotice>;

export const ListNotices = Closed({
  unread: Type.Optional(Type.Boolean({ description: 'Only those not read yet' })),
  after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
export type ListNotices = Static<typeof ListNotices>;

/** Newest first. */
export const NoticePage = Closed({
  items: Type.Array(StaffNotice),
  next: Nullable(Type.String()),
  unread: Type.Integer({ description: 'How many of all are not read yet' }),
});
export type NoticePage = Static<typeof NoticePage>;

/** Without ids, it marks everything delivered so far. */
export const ReadNotices = Closed({
  ids: Type.Optional(Type.Array(NoticeId, { minItems: 1, maxItems: 100 })),
});
export type ReadNotices = Static<typeof ReadNotices>;
