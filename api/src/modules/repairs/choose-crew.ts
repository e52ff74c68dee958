export type CrewLoad = { key: string; capacity: number; open: number };

/** Returns the crew with the smallest used share of its capacity; among equals the first by key.
 *  @returns undefined when every crew has as many orders as it can take */
export function chooseCrew(crews: readonly CrewLoad[]): CrewLoad | undefined {
  const free = crews.filter(({ capacity, open }) => open < capacity);
  return free.sort(
    (one, other) => one.open / one.capacity - other.open / other.capacity || (one.key < other.key ? -1 : 1),
  )[0];
}
