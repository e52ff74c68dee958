import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob } from '#api/platform/jobs.ts';
import type { NoticeKind } from '#common/contract/index.ts';
import { type DueNotice, noticesRepo } from './notices.repo.ts';
import { NOTICE_SEND_ATTEMPTS, SEND_NOTICE } from './send-notice.ts';

export type NewNotice = {
  /** Username; the person need not have signed in yet. */
  recipient: string;
  kind: NoticeKind;
  requestId: string | null;
  /** Facts from which the screen builds a sentence: ids, codes and times. */
  data: Record<string, unknown>;
  /** Delivered at once, whatever the hour. */
  urgent: boolean;
  onceKey: string;
};

export type NoticesService = {
  /** Writes notices in the transaction of what they report; notices with a known key are left out. Outside
   *  the recipient's working hours they wait for the next working moment, unless urgent. */
  send(db: Db, notices: readonly NewNotice[]): Promise<void>;
  /** Delivers the notices that are due. @returns their number */
  deliverDue(limit: number): Promise<number>;
  /** Returns the time at which the next waiting notice is due. */
  nextDueAt(): Promise<Date | undefined>;
};

type Deps = {
  db: Db;
  clock: Clock;
  /** Returns the first working moment of this person from `at` on. */
  nextWorkingMoment: (username: string, at: Date) => Promise<Date>;
  /** True when there is a mail server. */
  mail: boolean;
};

/** Writes and delivers notices for members of staff. */
export function noticesService({ db, clock, nextWorkingMoment, mail }: Deps): NoticesService {
  async function deliver(tx: Db, due: readonly DueNotice[], at: Date): Promise<void> {
    if (due.length === 0) return;
    const notices = noticesRepo(tx);
    const addresses = await notices.addressesOf(due.map(({ recipient }) => recipient));
    const reached = due.filter(({ recipient }) => mail && addresses.has(recipient)).map(({ id }) => id);
    const known = due.filter(({ recipient }) => addresses.has(recipient)).map(({ id }) => id);
    const rest = due.map(({ id }) => id).filter((id) => !reached.includes(id));
    await notices.deliver(reached, at, { state: 'queued', reason: null });
    for (const reason of ['no-mail-server', 'no-address'] as const) {
      const ids = rest.filter((id) => known.includes(id) === (reason === 'no-mail-server'));
      await notices.deliver(ids, at, { state: 'skipped', reason });
    }
    for (const noticeId of reached)
      await addJob(tx, SEND_NOTICE, { noticeId }, { maxAttempts: NOTICE_SEND_ATTEMPTS });
    await notices.notifyChanged(due.map(({ recipient }) => recipient));
  }

  return {
    async send(tx, list) {
      const at = clock.now();
      const notices = noticesRepo(tx);
      const rows = await Promise.all(
        list.map(async ({ urgent, ...notice }) => ({
          ...notice,
          createdAt: at,
          deliverAt: urgent ? at : await nextWorkingMoment(notice.recipient, at),
        })),
      );
      const added = await notices.add(rows);
      if (added.length > 0) await deliver(tx, await notices.claimDue(at, added.length, added), at);
    },

    deliverDue: (limit) =>
      db.transaction(async (tx) => {
        const at = clock.now();
        const due = await noticesRepo(tx).claimDue(at, limit);
        await deliver(tx, due, at);
        return due.length;
      }),

    async nextDueAt() {
      const row = await db('staff_notices')
        .whereNull('delivered_at')
        .min<{ at: Date | null }>('deliver_at as at')
        .first();
      return row?.at ?? undefined;
    },
  };
}
