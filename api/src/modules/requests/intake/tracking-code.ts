import { randomInt } from 'node:crypto';
import { checkDigit } from '#common/text/tracking-code.ts';

/** Generates a tracking code: eleven random digits, the first not 0 because people drop it, and a Damm check
 *  digit. */
export function newTrackingCode(): string {
  const body = String(randomInt(1e10, 1e11));
  return body + String(checkDigit(body));
}
