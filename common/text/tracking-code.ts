import { digitsOf } from './persian-text.ts';

/** Quasigroup of order 10 from H. M. Damm's thesis (2004). Its check digit finds every single wrong digit and
 *  every swap of two neighbours: the errors that people make on the phone. */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** Returns the Damm check digit of a row of digits: 0 when the last of them is the check digit of the
 *  others. */
export const checkDigit = (digits: string): number =>
  [...digits].reduce((state, digit) => DAMM[state]?.[Number(digit)] ?? 0, 0);

/** Checks for a tracking code: eleven digits and their check digit. */
export const isTrackingCode = (code: string): boolean => /^[0-9]{12}$/.test(code) && checkDigit(code) === 0;

/** Reads a tracking code as people type it: digits of any script, spaces, hyphens. Ignores the check
 *  digit. */
export const readTrackingCode = (text: string): string => digitsOf(text);
