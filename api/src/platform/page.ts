/** Makes a page of rows that were read with one more than `limit`: the row too many shows that another page
 *  follows.
 *  @param placeOf returns the cursor after the last row of the page */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  placeOf: (last: Row) => string,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map((row) => toItem(row)), next: last === undefined ? null : placeOf(last) };
}
