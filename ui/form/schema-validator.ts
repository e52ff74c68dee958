import { format, type Schema, Validator } from '@cfworker/json-schema';
import { type RJSFSchema, type RJSFValidationError, toErrorSchema, type ValidatorType } from '@rjsf/utils';
import { formPattern, type Pattern } from '#common/text/linear-regexp.ts';

type Data = Record<string, unknown>;
type Message = (rule: string, limit: unknown) => string;

/** Keywords whose errors only say that something below them failed. */
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

/** Schema keywords with arbitrary values, which are not schemas. */
const VALUES = new Set(['const', 'enum', 'default', 'examples']);
const PATTERN = 'pattern ';

/** Returns data as JSON carries it. rjsf keeps cleared fields as members with the value `undefined`, at which
 *  the validator throws. */
const asSent = (data: unknown): unknown =>
  data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown);

const testOf =
  (pattern: Pattern) =>
  (text: string): boolean =>
    pattern.test(text);

/** Returns a schema in which every `pattern` is replaced by a custom `format`. The validator runs patterns on
 *  its own engine, which may never finish, but calls our function for a format. */
function withLinearPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withLinearPatterns);
  if (schema === null || typeof schema !== 'object') return schema;
  const { pattern, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => [key, VALUES.has(key) ? inner : withLinearPatterns(inner)]),
  );
  if (typeof pattern !== 'string') return pattern === undefined ? rest : { ...rest, pattern };
  const name = PATTERN + pattern;
  format[name] ??= testOf(formPattern(pattern));
  return { ...rest, allOf: [...((rest['allOf'] as unknown[] | undefined) ?? []), { format: name }] };
}

/** Creates a validator that checks form data by walking the schema. rjsf's usual validator compiles schemas
 *  into functions, which a strict Content-Security-Policy forbids. The server validates again with ajv.
 *  @param message returns the message for a violated rule in the language of the screen */
export function createSchemaValidator(message: Message): ValidatorType {
  const prepared = new WeakMap<RJSFSchema, RJSFSchema>();
  function prepare(schema: RJSFSchema): RJSFSchema {
    const known = prepared.get(schema) ?? (withLinearPatterns(schema) as RJSFSchema);
    prepared.set(schema, known);
    return known;
  }
  const walk = (schema: RJSFSchema, data: unknown) =>
    new Validator(prepare(schema) as Schema, '7', false).validate(asSent(data) ?? {});

  function errorsOf(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
    return walk(schema, data).errors.flatMap((unit) => {
      if (WRAPPERS.has(unit.keyword)) return [];
      const place = pointer(unit.instanceLocation);
      const [rule, limit] = ruleOf(unit.keyword, at(prepare(schema), pointer(unit.keywordLocation)));
      const missing = Array.isArray(limit) && rule === 'required' ? (limit as string[]) : [undefined];
      return missing
        .filter((name) => name === undefined || at(data, [...place, name]) === undefined)
        .map((name) => {
          const property = `.${[...place, ...(name === undefined ? [] : [name])].join('.')}`;
          const text = message(rule, limit);
          return {
            name: rule,
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

/** Returns the violated rule and its limit. */
const ruleOf = (keyword: string, limit: unknown): [string, unknown] =>
  keyword === 'format' && typeof limit === 'string' && limit.startsWith(PATTERN)
    ? ['pattern', limit.slice(PATTERN.length)]
    : [keyword, limit];
