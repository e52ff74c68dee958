import { digitsOf } from './persian-text.ts';

export type NationalId = { value: string; kind: 'natural' | 'legal' };

const sum = (digits: number[], weigh: (digit: number, index: number) => number): number =>
  digits.reduce((total, digit, index) => total + weigh(digit, index), 0);

/** Checks a کد ملی of the National Organization for Civil Registration: nine digits, each times 10 … 2, and a
 *  check digit, which is the rest of the sum modulo 11, or 11 minus it when the rest is 2 or more. Ten equal
 *  digits pass the sum and are not issued. */
export function isNaturalPersonId(id: string): boolean {
  if (!/^[0-9]{10}$/.test(id) || /^([0-9])\1{9}$/.test(id)) return false;
  const digits = [...id].map(Number);
  const rest = sum(digits.slice(0, 9), (digit, index) => digit * (10 - index)) % 11;
  return digits[9] === (rest < 2 ? rest : 11 - rest);
}

const LEGAL_WEIGHTS = [29, 27, 23, 19, 17, 29, 27, 23, 19, 17];

/** Checks a شناسه ملی of a legal person: ten digits and a check digit. Each digit plus the tenth plus 2 is
 *  weighted; the sum modulo 11 is the check digit, 10 counting as 0. Numbers whose middle six digits are 0
 *  are not issued. Compared with the published rule at aliarash.com/article/shenasameli and with the package
 *  persian-tools. */
export function isLegalPersonId(id: string): boolean {
  if (!/^[0-9]{11}$/.test(id) || /^[0-9]{3}0{6}/.test(id) || /^([0-9])\1{10}$/.test(id)) return false;
  const digits = [...id].map(Number);
  const shift = (digits[9] ?? 0) + 2;
  const rest = sum(digits.slice(0, 10), (digit, index) => (digit + shift) * (LEGAL_WEIGHTS[index] ?? 0)) % 11;
  return digits[10] === rest % 10;
}

/** Reads a national id in any digits, with or without separators; leading zeros that a spreadsheet dropped
 *  are restored.
 *  @returns undefined when it is neither a natural nor a legal person's id */
export function readNationalId(text: string): NationalId | undefined {
  const digits = digitsOf(text);
  if (isLegalPersonId(digits)) return { value: digits, kind: 'legal' };
  const padded = /^[0-9]{8,9}$/.test(digits) ? digits.padStart(10, '0') : digits;
  return isNaturalPersonId(padded) ? { value: padded, kind: 'natural' } : undefined;
}
