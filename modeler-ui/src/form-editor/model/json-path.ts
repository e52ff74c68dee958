export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type Path = readonly (string | number)[];
export type Part = Record<string, unknown>;

export const isRecord = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path, if anything does. */
export const getAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Part)[step] : undefined),
    value,
  );

/** A copy with another value at a path; all else is shared, and the order of the keys stays. `undefined` takes the key away.
 *  What is missing on the way is made. */
export function updateAt<T>(value: T, path: Path, change: (before: unknown) => unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return change(value) as T;
  if (Array.isArray(value)) {
    const copy = [...(value as unknown[])];
    copy[step as number] = updateAt(copy[step as number], rest, change);
    return copy as T;
  }
  const { ...copy } = (value ?? {}) as Part;
  const after = updateAt(copy[step], rest, change);
  if (after === undefined) delete copy[step];
  else copy[step] = after;
  return copy as T;
}
