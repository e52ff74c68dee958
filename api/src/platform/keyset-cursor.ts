const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where a page ended that is ordered by a moment and an id; opaque to callers, who send back what they got. The moments must
 *  have been written by us, in whole milliseconds. */
export const writeKeysetCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** @returns undefined for what is no cursor of ours */
export function readKeysetCursor(text: string): { at: Date; id: string } | undefined {
  const [, moment = '', id = ''] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? undefined : { at, id };
}

const KEY_CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9]{1,18})$/;

/** The same for a list whose ids are numbers, as engine keys.
 *  @returns undefined for what is no cursor of ours */
export function readKeyCursor(text: string): { at: Date; id: string } | undefined {
  const [, moment = '', id = ''] = KEY_CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? undefined : { at, id };
}
