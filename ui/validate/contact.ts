import { asciiDigits } from '#common/text/persian-text.ts';

const plain = (text: string) => asciiDigits(text).replace(/[\s‌()-]/g, '');

/** Checks for a mobile number: Iranian (09…, 989…, +989…), or foreign with its country code. */
export function isMobile(text: string): boolean {
  const number = plain(text);
  return /^(?:\+98|0098|98|0)?9\d{9}$/.test(number) || /^(?:\+|00)(?!98)\d{8,15}$/.test(number);
}

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim());
