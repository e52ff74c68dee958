import { Validator, type Schema } from '@cfworker/json-schema';
import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils';

type Data = Record<string, unknown>;
type Message = (rule: string, limit: unknown) => string;

/** Rules that only say that something below them failed. */
const WRAPPERS = new Set([
  'properties',
  'items',
  'allOf',
  'anyOf',
  'if',
  'then',
  'else',
  '$ref',
  'dependentSchemas',
]);

const pointer = (location: string): string[] =>
  location
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));

const at = (root: unknown, steps: string[]): unknown =>
  steps.reduce<unknown>((value, step) => (value as Data | undefined)?.[step], root);

/** Checks form data by walking the schema. The usual validator of rjsf compiles schemas into functions, which a strict
 *  Content-Security-Policy forbids; the server checks again with ajv.
 *  @param message makes the sentence for a broken rule in the language of the screen */
export function createSchemaValidator(message: Message): ValidatorType {
  const walk = (schema: RJSFSchema, data: unknown) =>
    new Validator(schema as Schema, '7', false).validate(data ?? {});

  function errorsOf(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
    return walk(schema, data).errors.flatMap((unit) => {
      if (WRAPPERS.has(unit.keyword)) return [];
      const place = pointer(unit.instanceLocation);
      const limit = at(schema, pointer(unit.keywordLocation));
      const missing = Array.isArray(limit) && unit.keyword === 'required' ? (limit as string[]) : [undefined];
      return missing
        .filter((name) => name === undefined || at(data, [...place, name]) === undefined)
        .map((name) => {
          const property = `.${[...place, ...(name === undefined ? [] : [name])].join('.')}`;
          const text = message(unit.keyword, limit);
          return {
            name: unit.keyword,
            property,
            message: text,
            stack: text,
            schemaPath: unit.keywordLocation,
          };
        });
    });
  }

  return {
    validateFormData(formData, schema, _custom, transform) {
      const found = errorsOf(schema, formData);
      const errors = transform ? transform(found) : found;
      return { errors, errorSchema: toErrorSchema(errors) };
    },
    isValid(schema, formData, rootSchema) {
      const definitions = (rootSchema as RJSFSchema).definitions;
      return walk(definitions ? { definitions, ...schema } : schema, formData).valid;
    },
    rawValidation: (schema, formData) => ({ errors: errorsOf(schema, formData) as never[] }),
  };
}
