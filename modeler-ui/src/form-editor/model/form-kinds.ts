import { isRecord, type Part } from './json-path.ts';

/** Field types, as the form renderer draws them. */
export const FIELD_KINDS = [
  'text',
  'long-text',
  'number',
  'date',
  'date-time',
  'choice',
  'choices',
  'yes-no',
  'department',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export type Option = { const: string; title: string };

/** Returns the type of a field; `advanced` if it is written in another way. */
export function kindOf(definition: Part, ui: Part): FieldKind | 'advanced' {
  const { type, format } = definition;
  if (type === 'boolean') return 'yes-no';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array')
    return optionsIn(definition['items']) && definition['uniqueItems'] === true ? 'choices' : 'advanced';
  if (type !== 'string') return 'advanced';
  if (ui['ui:widget'] === 'department') return 'department';
  if ('oneOf' in definition) return optionsIn(definition) ? 'choice' : 'advanced';
  if ('enum' in definition || 'anyOf' in definition) return 'advanced';
  if (format === 'date' || format === 'date-time') return format;
  if (format !== undefined) return 'advanced';
  return ui['ui:widget'] === 'textarea' ? 'long-text' : 'text';
}

/** Returns the options of a choice; undefined if they are written in another way. */
export function optionsIn(part: unknown): Option[] | undefined {
  const options = isRecord(part) ? part['oneOf'] : undefined;
  const whole =
    Array.isArray(options) &&
    options.every(
      (one) => isRecord(one) && typeof one['const'] === 'string' && typeof one['title'] === 'string',
    );
  return whole ? (options as Option[]) : undefined;
}

/** Returns the options of a single or multiple choice. */
export const optionsOf = (definition: Part): Option[] =>
  optionsIn(definition['type'] === 'array' ? definition['items'] : definition) ?? [];

const SLUG = '^[a-z0-9]+(-[a-z0-9]+)*$';

/** Returns the definition of a new field with the initial limits of its type. `text` is long enough for a
 *  sentence. */
export function definitionOf(kind: FieldKind, title: string, options: readonly Option[] = []): Part {
  switch (kind) {
    case 'text':
      return { title, type: 'string', maxLength: 500 };
    case 'long-text':
      return { title, type: 'string', maxLength: 2000 };
    case 'number':
      return { title, type: 'number' };
    case 'date':
    case 'date-time':
      return { title, type: 'string', format: kind };
    case 'choice':
      return { title, type: 'string', oneOf: [...options] };
    case 'choices':
      return { title, type: 'array', items: { type: 'string', oneOf: [...options] }, uniqueItems: true };
    case 'yes-no':
      return { title, type: 'boolean', default: false };
    case 'department':
      return { title, type: 'string', maxLength: 64, pattern: SLUG };
  }
}

/** Returns the UI schema for a field type; keeps help and placeholder. */
export function uiOf(kind: FieldKind, { 'ui:widget': _, 'ui:options': __, ...kept }: Part): Part {
  switch (kind) {
    case 'long-text':
      return { 'ui:widget': 'textarea', 'ui:options': { rows: 5 }, ...kept };
    case 'choice':
      return { 'ui:widget': 'radio', ...kept };
    case 'choices':
      return { 'ui:widget': 'checkboxes', ...kept };
    case 'department':
      return { 'ui:widget': 'department', ...kept };
    default:
      return kept;
  }
}
