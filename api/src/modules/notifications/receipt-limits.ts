import { DAY_MS, HOUR_MS } from '#api/platform/time.ts';
import type { NotificationTemplate } from './notifier.ts';

/** Messages that answer a citizen's action without a member of staff: whoever types another person's address
 *  has them sent there. */
const RECEIPTS: readonly NotificationTemplate[] = ['received', 'reopened', 'appeal-received', 'withdrawn'];

export const isReceipt = (template: NotificationTemplate): boolean => RECEIPTS.includes(template);

const RECEIPT_LIMITS = {
  confirmed: [
    { most: 5, withinMs: HOUR_MS },
    { most: 20, withinMs: DAY_MS },
  ],
  unconfirmed: [
    { most: 1, withinMs: HOUR_MS },
    { most: 3, withinMs: DAY_MS },
  ],
} as const;

/** Upper limit for every window: none reaches further back, and none holds more messages. */
export const RECEIPT_WINDOW = { ms: DAY_MS, mails: 20 };

/** Returns the time from which a mailbox may get the next receipt.
 *  @param earlier times of the latest receipts, newest first */
export function nextReceiptAt(earlier: readonly Date[], confirmed: boolean): Date | undefined {
  const ends = RECEIPT_LIMITS[confirmed ? 'confirmed' : 'unconfirmed'].flatMap(({ most, withinMs }) => {
    const oldest = earlier[most - 1];
    return oldest ? [oldest.getTime() + withinMs] : [];
  });
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}
