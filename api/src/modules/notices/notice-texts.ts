import type { NoticeKind } from '#common/contract/index.ts';

/** Facts that an e-mail copy may mention: no name and no text of a citizen. */
export type NoticeFacts = { trackingCode: string; service: string; due: string; count: number };

type NoticeText = { subject: (facts: NoticeFacts) => string; lines: (facts: NoticeFacts) => string[] };

/** Texts of the e-mail copies. Members of staff are written to in Persian. */
export const NOTICE_TEXTS: Record<NoticeKind, NoticeText> = {
  remind: {
    subject: ({ trackingCode }) => `یادآوری مهلت درخواست ${trackingCode}`,
    lines: ({ trackingCode, service, due }) => [
      `نیمی از مهلت درخواست ${trackingCode} درباره «${service}» گذشته است.`,
      `مهلت رسیدگی: ${due}`,
    ],
  },
  warn: {
    subject: ({ trackingCode }) => `مهلت درخواست ${trackingCode} رو به پایان است`,
    lines: ({ trackingCode, service, due }) => [
      `مهلت درخواست ${trackingCode} درباره «${service}» رو به پایان است.`,
      `مهلت رسیدگی: ${due}`,
    ],
  },
  escalated: {
    subject: ({ trackingCode }) => `مهلت درخواست ${trackingCode} گذشته است`,
    lines: ({ trackingCode, service }) => [
      `مهلت درخواست ${trackingCode} درباره «${service}» گذشته است. لطفاً پیگیری کنید.`,
    ],
  },
  'handed-over': {
    subject: ({ trackingCode }) => `درخواست ${trackingCode} به شما ارجاع شد`,
    lines: ({ trackingCode, service }) => [
      `مهلت درخواست ${trackingCode} درباره «${service}» گذشته است و رسیدگی به آن به شما ارجاع شد.`,
    ],
  },
  digest: {
    subject: ({ count }) => `${count} درخواست از بالاترین مهلت گذشته است`,
    lines: ({ count }) => [`${count} درخواست از بالاترین مهلت گذشته است. فهرست آن‌ها در میز کار شما است.`],
  },
};

export const NOTICE_LINK = 'دیدن در میز کار';
