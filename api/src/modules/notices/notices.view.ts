import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { ListNotices, NoticePage, StaffNotice } from '#common/contract/index.ts';
import type { Sql, Visibility } from '../visibility/index.ts';
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

type Deps = { db: Db; clock: Clock; visibility: Visibility };

/** A person's own notices, about requests that the person may see now. */
export const noticesView = ({ db, clock, visibility }: Deps) => {
  const seenBy = async (user: Staff): Promise<Sql> => (await visibility.of(user)).requestsSql('r');

  const ownOf = ({ username }: Staff, { sql, bindings }: Sql) =>
    db('staff_notices as n')
      .leftJoin('requests as r', 'r.id', 'n.request_id')
      .where('n.recipient', username)
      .whereNotNull('n.delivered_at')
      .whereRaw(`(n.request_id is null or ${sql})`, bindings as string[]);

  const unreadOf = async (user: Staff, seen: Sql): Promise<number> => {
    const row = await ownOf(user, seen).whereNull('n.read_at').count<{ n: string }[]>({ n: '*' });
    return Number(row[0]?.n ?? 0);
  };

  /** Removes from daily lists what this person may not, or no longer, see. */
  async function withoutUnseen(rows: readonly Row[], { sql, bindings }: Sql): Promise<Row[]> {
    const named = rows.flatMap(({ data }) => itemsOf(data).map(({ requestId }) => requestId));
    if (named.length === 0) return [...rows];
    const ids = (await db('requests as r')
      .whereRaw('r.id = any(?::uuid[])', [named])
      .whereRaw(sql, bindings as string[])
      .pluck('r.id')) as string[];
    const seen = new Set(ids);
    return rows.map((row) => {
      const items = itemsOf(row.data);
      const shown = items.filter(({ requestId }) => seen.has(requestId));
      if (shown.length === items.length) return row;
      const count = Number(row.data.count ?? items.length) - (items.length - shown.length);
      return { ...row, data: { ...row.data, count, items: shown } };
    });
  }

  return {
    /** Lists notices, newest first; a page starts after the last row of the one before. */
    async page({ unread, after, limit = DEFAULT_LIMIT }: ListNotices, user: Staff): Promise<NoticePage> {
      const seen = await seenBy(user);
      const query = ownOf(user, seen)
        .select('n.id', 'n.kind', 'n.request_id', 'r.tracking_code', 'r.service', 'n.data')
        .select('n.delivered_at', 'n.read_at')
        .orderBy([
          { column: 'n.delivered_at', order: 'desc' },
          { column: 'n.id', order: 'desc' },
        ])
        .limit(limit + 1);
      if (unread) query.whereNull('n.read_at');
      if (after !== undefined) query.whereRaw('(n.delivered_at, n.id) < (?, ?)', BY_DELIVERY.read(after));
      const [rows, count] = await Promise.all([query as unknown as Promise<Row[]>, unreadOf(user, seen)]);
      const { items, next } = page(
        rows,
        limit,
        (row) => row,
        (last) => BY_DELIVERY.write(last.delivered_at, last.id),
      );
      return { items: (await withoutUnseen(items, seen)).map(toNotice), next, unread: count };
    },

    /** Marks notices of this person as read; without ids all that are delivered. @returns the number left
     *  unread */
    async markRead(user: Staff, ids?: readonly string[]): Promise<number> {
      const of = db('staff_notices')
        .where('recipient', user.username)
        .whereNotNull('delivered_at')
        .whereNull('read_at')
        .update({ read_at: clock.now() });
      const changed = await (ids ? of.whereIn('id', ids) : of);
      if (changed > 0) await noticesRepo(db).notifyChanged([user.username]);
      return unreadOf(user, await seenBy(user));
    },
  };
};

export type NoticesView = ReturnType<typeof noticesView>;

/** Items of a daily list; other notices have none. */
const itemsOf = ({ items }: Row['data']): { requestId: string }[] =>
  Array.isArray(items) ? (items as { requestId: string }[]) : [];

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
