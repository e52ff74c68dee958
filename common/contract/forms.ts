import { type Static, Type } from '@sinclair/typebox';
import { Closed, type Locale, ROLES } from './common.ts';
import { translated } from './translated.ts';

/** Widgets of form fields; `ui:widget` of the uiSchema. */
export const FORM_WIDGETS = [
  'text',
  'textarea',
  'select',
  'radio',
  'checkbox',
  'checkboxes',
  'date',
  'datetime',
  'time',
  'email',
  'uri',
  'updown',
  'range',
  'hidden',
  'department',
] as const;

const FormTexts = Type.Record(Type.String(), Type.String());

/** A form as stored under forms/: JSON Schema and uiSchema whose texts for people are keys that start with
 *  `%`. */
export const Form = Closed({
  title: Type.String({ pattern: '^%' }),
  schema: Type.Record(Type.String(), Type.Unknown()),
  uiSchema: Type.Record(Type.String(), Type.Unknown()),
  variables: Type.Array(Type.String(), {
    description: 'The fields that go to the engine; everything else stays in the database',
  }),
  rules: Type.Optional(
    Closed({
      roles: Type.Optional(
        Type.Array(Type.Union(ROLES.map((role) => Type.Literal(role))), {
          description: 'Only these may take its task',
        }),
      ),
      notBy: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Elements of the process: who completed one of them last may not take this task',
        }),
      ),
    }),
  ),
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

/** Returns the form in one language: every `%key` is replaced by its text.
 *  @throws when the language lacks a text */
export const localizeForm = (form: Form, locale: Locale): LocalizedForm => {
  const { title, schema, uiSchema, variables } = form;
  return { ...translated({ title, schema, uiSchema }, form.texts, locale), variables };
};
