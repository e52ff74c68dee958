import type { Knex } from 'knex';
import { cursor } from '#api/platform/cursor.ts';
import { cutPage, page } from '#api/platform/page.ts';

const PAGE_SIZE = 50;

type Asked<Place> = { after?: Place | undefined; limit?: number | undefined };

/** Reads a page of batches, newest first.
 *  @param query selects batches under the alias `batch`
 *  @param at column with the time that orders them */
export async function pageOfBatches<Row extends { id: string }, Shown>(
  query: Knex.QueryBuilder,
  at: string,
  { after, limit = PAGE_SIZE }: Asked<string>,
  show: (rows: readonly Row[]) => Promise<Shown[]>,
): Promise<{ items: Shown[]; next: string | null }> {
  const place = cursor(at, ['time', 'uuid']);
  const columns = [`batch.${at}`, 'batch.id'];
  if (after !== undefined) query.whereRaw('(??, ??) < (?, ?)', [...columns, ...place.read(after)]);
  const rows: (Row & { place: string })[] = await query
    .select({ place: query.client.raw('??::text', [`batch.${at}`]) })
    .orderBy(columns.map((column) => ({ column, order: 'desc' })))
    .limit(limit + 1);
  const { shown, last } = cutPage(rows, limit);
  return { items: await show(shown), next: last ? place.write(last.place, last.id) : null };
}

/** Reads a page of the items of a batch, in their order.
 *  @param query selects items under the alias `item`
 *  @param place column with the position among those of the query */
export async function pageOfItems<Place extends string, Row extends Record<Place, number>, Item>(
  query: Knex.QueryBuilder,
  place: Place,
  { state, after = 0, limit = PAGE_SIZE }: Asked<number> & { state?: string | undefined },
  toItem: (row: Row) => Item,
): Promise<{ items: Item[]; next: number | null }> {
  if (state !== undefined) query.where('item.state', state);
  const rows: Row[] = await query
    .where(`item.${place}`, '>', after)
    .orderBy(`item.${place}`)
    .limit(limit + 1);
  return page(rows, limit, toItem, (last): number => last[place]);
}
