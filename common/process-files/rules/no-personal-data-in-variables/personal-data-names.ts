import type { FormFacts } from '../lint-context.ts';

/** Words in the names of variables for personal data or free text. */
const PERSONAL = new Set(
  ['name', 'firstname', 'lastname', 'surname', 'fullname', 'family', 'applicant', 'father']
    .concat(['mobile', 'phone', 'telephone', 'tel', 'fax', 'email', 'mail'])
    .concat(['national', 'nid', 'passport', 'birth', 'birthday', 'birthdate', 'gender', 'plate'])
    .concat(['address', 'street', 'postcode', 'postal', 'zip', 'latitude', 'longitude', 'coordinates'])
    .concat(['iban', 'sheba'])
    .concat(['text', 'comment', 'comments', 'note', 'notes', 'description', 'remark', 'remarks', 'summary'])
    .concat(['answers', 'signature', 'password', 'secret']),
);

/** Returns true when a word of a variable's name suggests personal data or free text. */
export const isPersonal = (variable: string): boolean =>
  variable
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => PERSONAL.has(word.toLowerCase()));

/** Returns the fields that a form passes to the engine although they may hold anything: their values are
 *  neither from a list, nor numbers, dates, ids, yes or no. Fields with a personal name count as well. */
export const openVariables = (form: FormFacts): string[] =>
  form.variables.filter((name) => isPersonal(name) || !isClosed(name, form));

function isClosed(name: string, { schema, uiSchema }: FormFacts): boolean {
  const ui = uiSchema[name] as Record<string, unknown> | undefined;
  if (ui?.['ui:widget'] === 'department') return true;
  return definitionsOf(name, schema).some(isFixed);
}

const isFixed = (definition: Record<string, unknown>): boolean =>
  ['boolean', 'integer', 'number'].includes(String(definition['type'])) ||
  ['enum', 'const', 'oneOf'].some((word) => word in definition) ||
  ['date', 'date-time', 'uuid', 'duration'].includes(String(definition['format'])) ||
  (definition['type'] === 'array' && isFixed((definition['items'] ?? {}) as Record<string, unknown>));

/** Returns every description of a field in the schema: a branch may describe it too. */
function definitionsOf(name: string, schema: unknown): Record<string, unknown>[] {
  if (Array.isArray(schema)) return schema.flatMap((inner) => definitionsOf(name, inner));
  if (schema === null || typeof schema !== 'object') return [];
  const own = (schema as { properties?: Record<string, Record<string, unknown>> }).properties?.[name];
  return [...(own ? [own] : []), ...Object.values(schema).flatMap((inner) => definitionsOf(name, inner))];
}
