/** Cuts the rows of a page out of rows that were read with one more than `limit`: the row too many shows that
 *  another page follows.
 *  @returns `last`, after which the next page begins, when there is one */
export function cutPage<Row>(rows: readonly Row[], limit: number): { shown: Row[]; last: Row | undefined } {
  const shown = rows.slice(0, limit);
  return { shown, last: rows.length > limit ? shown.at(-1) : undefined };
}

/** Makes a page of rows that were read with one more than `limit`.
 *  @param placeOf returns the cursor after the last row of the page */
export function page<Row, Item, Place>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  placeOf: (last: Row) => Place,
): { items: Item[]; next: Place | null } {
  const { shown, last } = cutPage(rows, limit);
  return { items: shown.map((row) => toItem(row)), next: last === undefined ? null : placeOf(last) };
}
