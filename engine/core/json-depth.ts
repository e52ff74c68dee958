/** So many lists and objects may lie in one another in the value of a variable. What writes and reads JSON, here and in PostgreSQL,
 *  comes to the end of its stack at some thousand. */
export const MAX_JSON_DEPTH = 1_000;

/** Whether a JSON value has more levels than are left. */
export function isTooDeep(value: unknown, levels = MAX_JSON_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => isTooDeep(one, levels - 1));
}
