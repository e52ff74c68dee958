import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler } from '#api/platform/jobs.ts';
import { lockMailbox, mailboxOf } from './mailbox.ts';
import { NOTIFICATION_SEND_ATTEMPTS, SEND_NOTIFICATION } from './notifier.ts';
import { nextReceiptAt, RECEIPT_WINDOW } from './receipt-limits.ts';

/** Job that sends the receipts that had to wait for a mailbox, as one message. */
export const SEND_HELD_RECEIPTS = 'send-held-receipts';

/** `nextReceiptAt`: the time from which it may get the next receipt. */
type Mailbox = { hash: string; confirmed: boolean; nextReceiptAt: Date };

/** Releases a receipt, or holds it until its mailbox may get one again, behind those that already wait. A
 *  released receipt stays released.
 *  @returns whether it may be sent, and whether somebody has confirmed the mailbox */
export const releaseReceipt = (
  { db, clock }: { db: Db; clock: Clock },
  { id, email }: { id: string; email: string },
): Promise<{ released: boolean; confirmed: boolean }> =>
  db.transaction(async (trx) => {
    const now = clock.now();
    const { hash, confirmed, nextReceiptAt } = await open(trx, mailboxOf(email), now);
    const receipt = trx('notifications').where({ id, state: 'queued' }).whereNull('told_in');
    const before = await receipt.clone().first<{ released_at: Date | null } | undefined>('released_at');
    if (!before) return { released: false, confirmed };
    if (before.released_at) return { released: true, confirmed };
    if (nextReceiptAt > now || (await heldFor(trx, hash).first('id'))) {
      await receipt.clone().update({ mailbox: hash, reason: 'too-many-receipts' });
      await wakeUp(trx, hash, nextReceiptAt);
      return { released: false, confirmed };
    }
    await receipt.clone().update({ mailbox: hash, released_at: now, reason: null });
    return { released: true, confirmed };
  });

/** Releases the first receipt that waits for a mailbox and, in its message, all others for exactly the same
 *  address: what stands behind a plus sign does not lead to the same person everywhere, and the message has
 *  the link to each request. */
export const sendHeldReceipts =
  ({ db, clock }: { db: Db; clock: Clock }): JobHandler =>
  (payload) =>
    db.transaction(async (trx) => {
      const now = clock.now();
      const { hash, nextReceiptAt } = await open(trx, (payload as { mailbox: string }).mailbox, now);
      if (nextReceiptAt > now) return wakeUp(trx, hash, nextReceiptAt);
      const first = await heldFor(trx, hash)
        .orderBy('id')
        .first<{ id: string; address: string } | undefined>('id', trx.raw(`${ADDRESS} as address`));
      if (!first) return;
      const released = { released_at: now, reason: null };
      await trx('notifications').where({ id: first.id }).update(released);
      await heldFor(trx, hash)
        .whereRaw(`${ADDRESS} = ?`, [first.address])
        .update({ ...released, told_in: first.id });
      await addJob(
        trx,
        SEND_NOTIFICATION,
        { notificationId: first.id },
        { maxAttempts: NOTIFICATION_SEND_ATTEMPTS },
      );
      if (await heldFor(trx, hash).first('id'))
        await wakeUp(trx, hash, (await open(trx, hash, now)).nextReceiptAt);
    });

const ADDRESS = '(select lower(r.contact_email) from requests r where r.id = notifications.request_id)';

/** Locks a mailbox and finds the time from which it may get the next receipt. */
async function open(trx: Db, hash: string, now: Date): Promise<Mailbox> {
  const confirmed = await lockMailbox(trx, hash);
  const earlier = await trx('notifications')
    .where({ mailbox: hash })
    .whereNull('told_in')
    .where('released_at', '>', new Date(now.getTime() - RECEIPT_WINDOW.ms))
    .orderBy('released_at', 'desc')
    .limit(RECEIPT_WINDOW.mails)
    .pluck<Date[]>('released_at');
  return { hash, confirmed, nextReceiptAt: nextReceiptAt(earlier, confirmed) ?? now };
}

const heldFor = (trx: Db, mailbox: string) =>
  trx('notifications').where({ mailbox, state: 'queued' }).whereNull('released_at');

const wakeUp = (trx: Db, mailbox: string, runAt: Date): Promise<void> =>
  addJob(trx, SEND_HELD_RECEIPTS, { mailbox }, { runAt, key: `${SEND_HELD_RECEIPTS}:${mailbox}` });
