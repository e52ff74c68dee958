/** Processes a list with at most `lanes` items at a time. */
export async function runConcurrently<T>(
  lanes: number,
  list: readonly T[],
  act: (one: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < list.length; index = next++) await act(list[index] as T, index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
