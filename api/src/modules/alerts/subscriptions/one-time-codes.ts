import { createHmac, timingSafeEqual } from 'node:crypto';
import { digitsOf } from '#common/text/persian-text.ts';

const DIGITS = 6;

export type OneTimeCodes = {
  /** Returns the code of an opt-in. It is stored nowhere: it is derived from the opt-in's id. */
  codeFor(id: string): string;
  /** Checks a typed code: digits of any script, with spaces or hyphens. */
  isValid(id: string, typed: string): boolean;
};

/** Six-digit codes by which people prove that they read what is sent to an address. */
export function oneTimeCodes(secret: string): OneTimeCodes {
  const codeFor = (id: string): string => {
    const number = createHmac('sha256', secret).update(`alert-code:${id}`).digest().readUIntBE(0, 6);
    return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
  };
  return {
    codeFor,
    isValid(id, typed) {
      const given = Buffer.from(digitsOf(typed));
      const expected = Buffer.from(codeFor(id));
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
