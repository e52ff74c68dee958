export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type Path = readonly (string | number)[];
export type Part = Record<string, unknown>;

export const isRecord = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the value at a path, if any. */
export const getAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Part)[step] : undefined),
    value,
  );

/** Returns a copy with a new value at a path; everything else is shared and the key order kept. `undefined`
 *  removes the key. Missing parents are created. */
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
