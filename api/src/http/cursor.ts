import { readKeyCursor, readKeysetCursor } from '../platform/keyset-cursor.ts';
import { InvalidInput } from './http.errors.ts';

/** Reads the `after` of a list that is ordered by a moment and an id.
 *  @throws InvalidInput for what is no cursor of ours */
export const cursorOf = (after: string): { at: Date; id: string } => readKeysetCursor(after) ?? refuse();

/** The same for a list that is ordered by a moment and a number, as an engine key.
 *  @throws InvalidInput for what is no cursor of ours */
export const keyCursorOf = (after: string): { at: Date; id: string } => readKeyCursor(after) ?? refuse();

function refuse(): never {
  throw new InvalidInput(undefined, {
    errors: [{ path: '/query/after', rule: 'cursor', message: 'must be the `next` of a page' }],
  });
}
