import type { ListNotices, NoticePage, StaffNotice } from '../../../contract/index.ts';
import { cursor } from '../../http/cursor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { noticesRepo } from './notices.repo.ts';

const DEFAULT_LIMIT = 30;

type Row = {
  id: string;
  kind: StaffNotice['kind'];
  request_id: string | null;
  tracking_code: string | null;
  service: string | null;
  data: Record<string, unknown>;
  delivered_at: Date;
  read_at: Date | null;
};

const BY_DELIVERY = cursor('delivery', ['time', 'uuid']);

/** A person's own notices. */
export const noticesView = ({ db, clock }: { db: Db; clock: Clock }) => {
  const unreadOf = async (username: string): Promise<number> => {
    const row = await db('staff_notices')
      .where('recipient', username)
      .whereNotNull('delivered_at')
      .whereNull('read_at')
      .count<{ n: string }[]>({ n: '*' });
    return Number(row[0]?.n ?? 0);
  };

  return {
    /** Newest first; a page goes on after the last row of the one before. */
    async page({ unread, after, limit = DEFAULT_LIMIT }: ListNotices, username: string): Promise<NoticePage> {
      const query = db('staff_notices as n')
        .leftJoin('requests as r', 'r.id', 'n.request_id')
        .select('n.id', 'n.kind', 'n.request_id', 'r.tracking_code', 'r.service', 'n.data')
        .select('n.delivered_at', 'n.read_at')
        .where('n.recipient', username)
        .whereNotNull('n.delivered_at')
        .orderBy([
          { column: 'n.delivered_at', order: 'desc' },
          { column: 'n.id', order: 'desc' },
        ])
        .limit(limit + 1);
      if (unread) query.whereNull('n.read_at');
      if (after !== undefined) query.whereRaw('(n.delivered_at, n.id) < (?, ?)', BY_DELIVERY.read(after));
      const [rows, count] = await Promise.all([query as unknown as Promise<Row[]>, unreadOf(username)]);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(toNotice),
        next: rows.length > limit && last ? BY_DELIVERY.write(last.delivered_at, last.id) : null,
        unread: count,
      };
    },

    /** Marks notices of this person as read; without ids all that are delivered. @returns how many are left unread */
    async markRead(username: string, ids?: readonly string[]): Promise<number> {
      const of = db('staff_notices')
        .where('recipient', username)
        .whereNotNull('delivered_at')
        .whereNull('read_at')
        .update({ read_at: clock.now() });
      const changed = await (ids ? of.whereIn('id', ids) : of);
      if (changed > 0) await noticesRepo(db).announce([username]);
      return unreadOf(username);
    },
  };
};

export type NoticesView = ReturnType<typeof noticesView>;

const toNotice = (row: Row): StaffNotice => ({
  id: row.id,
  kind: row.kind,
  requestId: row.request_id,
  trackingCode: row.tracking_code,
  service: row.service,
  data: row.data,
  deliveredAt: row.delivered_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
});
