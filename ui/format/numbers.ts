import type { Locale } from '#common/contract/common.ts';

const TAGS = { fa: 'fa-IR', en: 'en-GB' } as const;

/** Formats a number with the digits and grouping of the language. */
export const formatNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(TAGS[locale]).format(value);

/** Formats a share in percent; below one percent with one decimal. */
export function formatShare(part: number, whole: number, locale: Locale): string {
  const share = whole === 0 ? 0 : part / whole;
  const digits = share > 0 && share < 0.01 ? 1 : 0;
  return new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: digits }).format(
    share,
  );
}

/** Converts the digits of a code or phone number to the script of the language; changes nothing else. */
export function formatDigits(value: string, locale: Locale): string {
  return locale === 'fa' ? value.replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? digit) : value;
}

const LEFT_TO_RIGHT = '\u2066';
const END_OF_ISOLATE = '\u2069';
const ISOLATE = '\u2068';
const NO_BREAK_SPACE = '\u00a0';

/** Formats a tracking code in groups of four, in the digits of the language. The groups run left to right in
 *  any text. */
export const formatCode = (code: string, locale: Locale): string =>
  LEFT_TO_RIGHT +
  formatDigits(code.replace(/(\d{4})(?=\d)/g, `$1${NO_BREAK_SPACE}`), locale) +
  END_OF_ISOLATE;

/** Formats a phone number the usual way: Iranian mobile numbers in national form, others with their country
 *  code. */
export function formatPhone(number: string, locale: Locale): string {
  const iranian = /^\+98(9\d{2})(\d{3})(\d{4})$/.exec(number);
  const shown = iranian ? `0${iranian.slice(1).join(NO_BREAK_SPACE)}` : number;
  return LEFT_TO_RIGHT + formatDigits(shown, locale) + END_OF_ISOLATE;
}

/** Isolates a name within a sentence, so that its direction does not reorder the text after it. */
export const isolated = (name: string): string => ISOLATE + name + END_OF_ISOLATE;
