/** Maximum nesting of lists and objects in the value of a variable. JSON parsers and serializers, here and in
 *  PostgreSQL, overflow their stack at a few thousand. */
export const MAX_JSON_DEPTH = 1_000;

/** Returns true when a JSON value has more levels than allowed. */
export function isTooDeep(value: unknown, levels = MAX_JSON_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => isTooDeep(one, levels - 1));
}
