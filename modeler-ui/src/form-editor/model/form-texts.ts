import type { Locale } from '#common/contract/common.ts';
import type { Form } from '#common/contract/forms.ts';
import { updateAt } from './json-path.ts';

/** Returns the text keys that a part of a form refers to. */
export const keysIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.startsWith('%') ? [value.slice(1)] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(keysIn);
};

const usedIn = ({ title, schema, uiSchema }: Form): Set<string> => new Set(keysIn([title, schema, uiSchema]));

/** Returns the text of `%key` in one language; empty if it is missing. */
export const textOf = ({ texts }: Form, locale: Locale, reference: unknown): string =>
  typeof reference === 'string' && reference.startsWith('%')
    ? (texts[locale][reference.slice(1)] ?? '')
    : typeof reference === 'string'
      ? reference
      : '';

/** Sets a text. An empty text is removed, so that it counts as missing. */
export const setText = (form: Form, locale: Locale, key: string, text: string): Form =>
  updateAt(form, ['texts', locale, key], () => (text === '' ? undefined : text));

/** Returns the texts that the form refers to and a language lacks. */
export const missingTexts = (form: Form): { locale: Locale; key: string }[] =>
  [...usedIn(form)].flatMap((key) =>
    (['fa', 'en'] as const).flatMap((locale) => (form.texts[locale][key]?.trim() ? [] : [{ locale, key }])),
  );

/** Removes the texts that `before` referred to and the form no longer does. */
export function withoutUnusedTexts(form: Form, before: Form): Form {
  const used = usedIn(form);
  const left = [...usedIn(before)].filter((key) => !used.has(key));
  return left.reduce((one, key) => setText(setText(one, 'fa', key, ''), 'en', key, ''), form);
}

/** Returns the form with a placeholder for each missing text, so that it can be rendered. */
export const mapTextKeys = (form: Form, sign: (key: string) => string): Form =>
  missingTexts(form).reduce(
    (one, { locale, key }) => updateAt(one, ['texts', locale, key], () => sign(key)),
    form,
  );
