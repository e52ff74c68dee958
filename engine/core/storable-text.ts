/** Maximum bytes of a name or key that the state is found by: an index entry holds up to three, and at most
 *  2,700 bytes. */
const MAX_NAME_BYTES = 800;

/** Characters that PostgreSQL cannot store as text: NUL, and half of a surrogate pair. */
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export const NOT_STORABLE = 'it holds NUL or half a character';

/** Returns true when all text of a value can be stored, property names included. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

/** Returns why a text cannot be such a name or key, as the end of a sentence; undefined when it can. */
export function invalidNameReason(text: string): string | undefined {
  if (!isStorable(text)) return NOT_STORABLE;
  const bytes = Buffer.byteLength(text);
  return bytes > MAX_NAME_BYTES ? `it has ${bytes} bytes, of which it may have ${MAX_NAME_BYTES}` : undefined;
}
