import type { Db } from '#api/platform/db.ts';
import { notify } from '#api/platform/pg-notify.ts';
import type { NoticeKind } from '#common/contract/index.ts';

export type NoticeRow = {
  recipient: string;
  kind: NoticeKind;
  requestId: string | null;
  data: Record<string, unknown>;
  createdAt: Date;
  deliverAt: Date;
  onceKey: string;
};

/** Plan for the e-mail copy; the reason says why there is none. */
export type EmailPlan = { state: 'queued' | 'skipped'; reason: 'no-address' | 'no-mail-server' | null };

export type DueNotice = { id: string; recipient: string };

/** Writes notices. Pass a transaction. */
export const noticesRepo = (db: Db) => ({
  /** @returns the ids of the notices that did not exist under their keys */
  async add(rows: readonly NoticeRow[]): Promise<string[]> {
    if (rows.length === 0) return [];
    const added = await db('staff_notices')
      .insert(
        rows.map((row) => ({
          recipient: row.recipient,
          kind: row.kind,
          request_id: row.requestId,
          data: JSON.stringify(row.data),
          created_at: row.createdAt,
          deliver_at: row.deliverAt,
          email_state: 'waiting',
          once_key: row.onceKey,
        })),
      )
      .onConflict('once_key')
      .ignore()
      .returning<{ id: string }[]>('id');
    return added.map(({ id }) => id);
  },

  /** Takes up to `limit` notices that are due; two nodes never get the same ones. `among` limits it to these
   *  ids. */
  async claimDue(now: Date, limit: number, among?: readonly string[]): Promise<DueNotice[]> {
    const due = db('staff_notices')
      .select('id', 'recipient')
      .whereNull('delivered_at')
      .where('deliver_at', '<=', now)
      .orderBy(['deliver_at', 'id'])
      .limit(limit)
      .forUpdate()
      .skipLocked();
    return among ? due.whereIn('id', among) : due;
  },

  /** Returns the known addresses of these people: from their sign-in or, for those who have never signed in,
   *  as named with the department that they head. */
  async addressesOf(usernames: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await db.raw<{ rows: { username: string; email: string }[] }>(
      `select username, email from department_heads as head where username = any(?) and email is not null
          and not exists (select from staff where staff.username = head.username)
       union all
       select username, email from staff where username = any(?) and email is not null`,
      [[...usernames], [...usernames]],
    );
    return new Map(rows.map(({ username, email }) => [username, email]));
  },

  async deliver(ids: readonly string[], at: Date, { state, reason }: EmailPlan): Promise<void> {
    await db('staff_notices')
      .whereIn('id', ids)
      .update({ delivered_at: at, email_state: state, email_reason: reason });
  },

  /** Tells the screens of these people to read their notices again. */
  async notifyChanged(recipients: readonly string[]): Promise<void> {
    await notify(db, 'changes', { noticesOf: [...new Set(recipients)] });
  },
});
