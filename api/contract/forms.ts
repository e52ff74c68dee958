import { Type, type Static } from '@sinclair/typebox';
import { Closed, type Locale } from './common.ts';

const FormTexts = Type.Record(Type.String(), Type.String());

/** A form as it is kept under forms/: JSON Schema and uiSchema whose texts for people are keys that begin with `%`. */
export const Form = Closed({
  title: Type.String({ pattern: '^%' }),
  schema: Type.Record(Type.String(), Type.Unknown()),
  uiSchema: Type.Record(Type.String(), Type.Unknown()),
  variables: Type.Array(Type.String(), {
    description: 'The fields that go to the engine; everything else stays in the database',
  }),
  texts: Closed({ fa: FormTexts, en: FormTexts }),
});
export type Form = Static<typeof Form>;

export const LocalizedForm = Closed({
  title: Type.String(),
  schema: Form.properties.schema,
  uiSchema: Form.properties.uiSchema,
  variables: Form.properties.variables,
});
export type LocalizedForm = Static<typeof LocalizedForm>;

/** The form in one language: every `%key` is replaced by its text. Throws when the language lacks a text. */
export const localizeForm = (form: Form, locale: Locale): LocalizedForm => {
  const texts = form.texts[locale];

  const translate = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('%')) {
      const text = texts[value.slice(1)];
      if (text === undefined) throw new Error(`The form has no text "${value}" in "${locale}"`);
      return text;
    }
    if (Array.isArray(value)) return value.map(translate);
    if (value !== null && typeof value === 'object') return translateAll(value);
    return value;
  };

  const translateAll = (object: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, translate(value)]));

  return {
    title: String(translate(form.title)),
    schema: translateAll(form.schema),
    uiSchema: translateAll(form.uiSchema),
    variables: form.variables,
  };
};
