import { readKeysetCursor } from '../platform/keyset-cursor.ts';
import { InvalidInput } from './http.errors.ts';

/** Reads the `after` of a list that is ordered by a moment and an id.
 *  @throws InvalidInput for what is no cursor of ours */
export function cursorOf(after: string): { at: Date; id: string } {
  const cursor = readKeysetCursor(after);
  if (cursor) return cursor;
  throw new InvalidInput(undefined, {
    errors: [{ path: '/query/after', rule: 'cursor', message: 'must be the `next` of a page' }],
  });
}
