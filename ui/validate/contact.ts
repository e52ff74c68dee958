import { toAsciiDigits } from '../format/numbers.ts';

const plain = (text: string) => toAsciiDigits(text).replace(/[\s‌()-]/g, '');

/** Whether a text can be a mobile number: an Iranian one (09…, 989…, +989…), or a foreign one with its country code. */
export function isMobile(text: string): boolean {
  const number = plain(text);
  return /^(?:\+98|0098|98|0)?9\d{9}$/.test(number) || /^(?:\+|00)(?!98)\d{8,15}$/.test(number);
}

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim());

/** Whether a text has the shape of a tracking code: twelve digits, however they are grouped or written. */
export const isTrackingCode = (text: string): boolean => /^\d{12}$/.test(plain(text));

/** The digits of a tracking code alone. */
export const normalizeCode = plain;
