import type { Locale } from '../../api/contract/common.ts';

const TAGS = { fa: 'fa-IR', en: 'en-GB' } as const;

/** A number in the digits and grouping of the language. */
export const formatNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(TAGS[locale]).format(value);

/** Digits of a code or phone number in the script of the language, nothing else changed. */
export function formatDigits(value: string, locale: Locale): string {
  return locale === 'fa' ? value.replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? digit) : value;
}

/** A tracking code in groups of four, in the digits of the language. */
export const formatCode = (code: string, locale: Locale): string =>
  formatDigits(code.replace(/(\d{4})(?=\d)/g, '$1 '), locale);

/** Persian and Arabic digits as ASCII; everything else stays. */
export const toAsciiDigits = (text: string): string =>
  text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
