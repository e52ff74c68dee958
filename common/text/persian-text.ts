const ZWNJ = '\u200c';
const SOFT_HYPHEN = '\u00ad';

/** Persian and Arabic keyboards write the same letter with different code points; a search must find both. */
const LETTERS: Record<string, string> = { ي: 'ی', ى: 'ی', ې: 'ی', ك: 'ک', ڪ: 'ک', ـ: '' };

const ARABIC_LETTER = '\\p{Script=Arabic}';

/** Presentation forms, which old systems and PDF files write instead of letters. */
const PRESENTATION_FORMS = /[\ufb50-\ufdff\ufe70-\ufefc]+/gu;

/** Control characters, direction marks, byte order marks and lone surrogates: nothing that a person can
 *  see. */
const INVISIBLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

const SPACES = /[\p{Zs}\u2028\u2029]+/gu;

/** Converts Persian (۰–۹), Arabic (٠–٩) and full-width digits to ASCII. For fields that mean a number, never
 *  for texts. */
export const asciiDigits = (text: string): string =>
  text.replace(/[\u06f0-\u06f9\u0660-\u0669\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** Keeps the digits, as ASCII, and drops spaces, hyphens and marks. */
export const digitsOf = (text: string): string => asciiDigits(text).replace(/[\s\p{Pd}\p{Cf}]/gu, '');

/** Normalizes the spelling of a text: NFC, Persian ی and ک, no invisible characters, half-spaces (ZWNJ) only
 *  between letters, no runs of spaces, at most one empty line. Digits stay as they were typed. Idempotent. */
export function tidyText(text: string): string {
  return text
    .replace(PRESENTATION_FORMS, (run) => run.normalize('NFKC'))
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/[يىېكڪـ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replaceAll(SOFT_HYPHEN, ZWNJ)
    .replace(SPACES, ' ')
    .replace(new RegExp(`(?<!${ARABIC_LETTER})${ZWNJ}+|${ZWNJ}+(?!${ARABIC_LETTER}|${ZWNJ})`, 'gu'), '')
    .replace(new RegExp(`${ZWNJ}+`, 'g'), ZWNJ)
    .replace(/ *\n */g, '\n')
    .replace(/ {2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Like `tidyText`, but on one line: for names, addresses and the like. */
export const tidyLine = (text: string): string => tidyText(text.replace(/[\r\n]+/g, ' '));

/** Tidies every string inside a JSON value; keys stay. */
export function tidyJson(value: unknown): unknown {
  if (typeof value === 'string') return tidyText(value);
  if (Array.isArray(value)) return value.map(tidyJson);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tidyJson(inner)]));
  }
  return value;
}
