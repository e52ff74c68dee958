import type { Locale } from './common.ts';

/** Copies a value and replaces every text that starts with `%`, at any depth, by the text of that key.
 *  @throws when a text is missing */
export const translated = <T>(
  value: T,
  texts: Readonly<Record<Locale, Readonly<Record<string, string>>>>,
  locale: Locale,
): T =>
  translate(value, (key) => {
    const text = texts[locale][key];
    if (text === undefined) throw new Error(`There is no text "%${key}" in "${locale}"`);
    return text;
  }) as T;

const translate = (value: unknown, textOf: (key: string) => string): unknown => {
  if (typeof value === 'string') return value.startsWith('%') ? textOf(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map((inner) => translate(inner, textOf));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translate(inner, textOf)]));
};
