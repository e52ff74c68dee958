export type CrewLoad = { key: string; capacity: number; open: number };

/** The crew with the most room, by the share of its capacity that is taken; of equals the first by key.
 *  @returns undefined when every crew has as many orders as it can take */
export function chooseCrew(crews: readonly CrewLoad[]): CrewLoad | undefined {
  const free = crews.filter(({ capacity, open }) => open < capacity);
  return free.sort(
    (one, other) => one.open / one.capacity - other.open / other.capacity || (one.key < other.key ? -1 : 1),
  )[0];
}
