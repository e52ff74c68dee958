import { create } from 'jsondiffpatch';

const differ = create({
  objectHash: (item, index) => {
    const { id, binding } = item as Record<string, unknown>;
    return String(id ?? (binding ? JSON.stringify(binding) : `#${index}`));
  },
  arrays: { detectMove: false },
});

/** An added, removed or changed value; undefined where there is none. `pointer` is a JSON pointer (RFC 6901)
 *  into the new document, or into the old one for a removed value. */
export type ValueChange = { pointer: string; before: unknown; after: unknown };

/** Returns every value in which two JSON documents differ. */
export const diffJson = (before: unknown, after: unknown): ValueChange[] =>
  walk(differ.diff(before, after), '');

/** Walks a delta of jsondiffpatch: `[new]`, `[old, new]`, `[old, 0, 0]`, or an object of deltas, in which
 *  `_t: 'a'` marks a list and `_3` what was at index 3 before. */
function walk(delta: unknown, pointer: string): ValueChange[] {
  if (delta === undefined) return [];
  if (Array.isArray(delta)) {
    const [first, second] = delta as unknown[];
    if (delta.length === 1) return [{ pointer, before: undefined, after: first }];
    return [{ pointer, before: first, after: delta.length === 2 ? second : undefined }];
  }
  const isList = (delta as { _t?: string })._t === 'a';
  return Object.entries(delta as Record<string, unknown>)
    .filter(([key]) => !(isList && key === '_t'))
    .flatMap(([key, inner]) =>
      walk(
        inner,
        `${pointer}/${(isList ? key.replace('_', '') : key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
      ),
    );
}
