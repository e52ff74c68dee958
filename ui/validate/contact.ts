import { toAsciiDigits } from '../format/numbers.ts';

const plain = (text: string) => toAsciiDigits(text).replace(/[\s‌()-]/g, '');

/** Checks for a mobile number: Iranian (09…, 989…, +989…), or foreign with its country code. */
export function isMobile(text: string): boolean {
  const number = plain(text);
  return /^(?:\+98|0098|98|0)?9\d{9}$/.test(number) || /^(?:\+|00)(?!98)\d{8,15}$/.test(number);
}

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim());

/** Checks the shape of a tracking code: twelve digits in any grouping and script. */
export const isTrackingCode = (text: string): boolean => /^\d{12}$/.test(plain(text));

/** Strips a tracking code down to its digits. */
export const normalizeCode = plain;
