import { Value } from '@sinclair/typebox/value';
import { Form, FORM_WIDGETS, LOCALES } from '#common/contract/index.ts';
import { fault, type FormFinding, schemaFindings, valuesOf } from './form-schema-rules.ts';

export type { FormFinding } from './form-schema-rules.ts';

/** Maximum length of a form, in characters; people fill it in on telephones. */
export const MAX_FORM_LENGTH = 100_000;
const MAX_DEPTH = 24;
const MAX_PARTS = 4_000;

/** Checks a form file: JSON of the right shape and size, every text in both languages and no unused ones,
 *  known widgets, existing fields, expressions that terminate. Plain code that runs in a browser too; the
 *  server also compiles the schema. */
export function lintForm(content: string): FormFinding[] {
  if (content.length > MAX_FORM_LENGTH) return [tooLarge(content.length)];
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch {
    return [
      fault('form-readable', {
        fa: 'فایل فرم JSON درستی نیست.',
        en: 'The file of the form is not correct JSON.',
      }),
    ];
  }
  const { depth, parts } = measure(read);
  if (depth > MAX_DEPTH || parts > MAX_PARTS)
    return [
      fault('form-size', {
        fa: `فرم بیش از ${MAX_DEPTH} لایه یا ${MAX_PARTS} جزء دارد.`,
        en: `The form is nested deeper than ${MAX_DEPTH} or has more than ${MAX_PARTS} parts.`,
      }),
    ];
  if (!Value.Check(Form, read)) return shape(read);
  return [...texts(read), ...fields(read), ...widgets(read), ...schemaFindings(read.schema)];
}

const tooLarge = (length: number): FormFinding =>
  fault('form-size', {
    fa: `فرم ${length} نویسه دارد؛ بیشترین اندازه ${MAX_FORM_LENGTH} نویسه است.`,
    en: `The form has ${length} characters; the most is ${MAX_FORM_LENGTH}.`,
  });

function measure(value: unknown): { depth: number; parts: number } {
  let parts = 0;
  const depthOf = (inner: unknown, depth: number): number => {
    parts += 1;
    if (inner === null || typeof inner !== 'object' || depth > MAX_DEPTH) return depth;
    return Math.max(depth, ...Object.values(inner).map((next) => depthOf(next, depth + 1)));
  };
  return { depth: depthOf(value, 0), parts };
}

const shape = (read: unknown): FormFinding[] =>
  [...Value.Errors(Form, read)].slice(0, 5).map(({ path }) =>
    fault('form-shape', {
      fa: `بخش «${path || '/'}» فرم آن‌گونه نیست که باید باشد.`,
      en: `The part “${path || '/'}” of the form is not what it must be.`,
    }),
  );

const keysIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.startsWith('%') ? [value.slice(1)] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(keysIn);
};

const HUMAN_TEXT = /^(title|description|enumNames|ui:(help|placeholder|title|description))$/;

const plainTextsIn = (value: unknown): string[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    HUMAN_TEXT.test(key) && typeof inner === 'string' && !inner.startsWith('%')
      ? [inner]
      : plainTextsIn(inner),
  );
};

function texts({ title, schema, uiSchema, texts: given }: Form): FormFinding[] {
  const used = new Set(keysIn([title, schema, uiSchema]));
  const language = { fa: { fa: 'فارسی', en: 'Persian' }, en: { fa: 'انگلیسی', en: 'English' } };
  return [
    ...LOCALES.flatMap((locale) => [
      ...[...used]
        .filter((key) => !Object.hasOwn(given[locale], key) || given[locale][key]?.trim() === '')
        .map((key) =>
          fault('form-texts', {
            fa: `متن «${key}» به ${language[locale].fa} نوشته نشده است.`,
            en: `The text “${key}” is missing in ${language[locale].en}.`,
          }),
        ),
      ...Object.keys(given[locale])
        .filter((key) => !used.has(key))
        .map((key) =>
          fault('form-texts', {
            fa: `متن «${key}» (${language[locale].fa}) در فرم به کار نرفته است.`,
            en: `The text “${key}” (${language[locale].en}) is not used by the form.`,
          }),
        ),
    ]),
    ...plainTextsIn([schema, uiSchema]).map((text) =>
      fault('form-texts', {
        fa: `متن «${text.slice(0, 60)}» در خود طرح نوشته شده است؛ باید از متن‌های دوزبانه بیاید.`,
        en: `The text “${text.slice(0, 60)}” stands in the schema itself; it must come from the texts in both languages.`,
      }),
    ),
  ];
}

const fieldsOf = (schema: unknown): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties' && inner !== null && typeof inner === 'object'
      ? [...Object.keys(inner), ...fieldsOf(Object.values(inner))]
      : fieldsOf(inner),
  );
};

const FIELD = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

function fields({ schema, uiSchema, variables }: Form): FormFinding[] {
  const known = new Set(fieldsOf(schema));
  const shown = Object.keys(uiSchema).filter((name) => !name.startsWith('ui:'));
  return [
    ...(schema['type'] === 'object'
      ? []
      : [
          fault('form-shape', {
            fa: 'طرح فرم باید از نوع object باشد.',
            en: 'The schema of the form must be of the type object.',
          }),
        ]),
    ...[...known]
      .filter((name) => !FIELD.test(name))
      .map((name) =>
        fault('form-fields', {
          fa: `نام میدان «${name.slice(0, 60)}» باید با حرف لاتین آغاز شود و تنها حرف، رقم و «_» داشته باشد.`,
          en: `The field name “${name.slice(0, 60)}” must begin with a Latin letter and hold letters, digits and “_” only.`,
        }),
      ),
    ...[...new Set([...shown, ...variables])]
      .filter((name) => !known.has(name))
      .map((name) =>
        fault('form-fields', {
          fa: `میدان «${name}» در فرم وجود ندارد.`,
          en: `The form has no field “${name}”.`,
        }),
      ),
  ];
}

const widgets = ({ uiSchema }: Form): FormFinding[] =>
  [...new Set([...valuesOf('ui:widget', uiSchema), ...valuesOf('widget', uiSchema)])]
    .filter((widget) => !FORM_WIDGETS.includes(widget as never))
    .map((widget) =>
      fault('form-widget', {
        fa: `شیوهٔ پرسش «${String(widget).slice(0, 60)}» شناخته نیست.`,
        en: `The widget “${String(widget).slice(0, 60)}” is not known.`,
      }),
    )
    .concat(
      valuesOf('ui:field', uiSchema).map(() =>
        fault('form-widget', {
          fa: '«ui:field» پشتیبانی نمی‌شود.',
          en: '“ui:field” is not supported.',
        }),
      ),
    );
