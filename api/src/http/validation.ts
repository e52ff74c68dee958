import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { InvalidInput } from './http.errors.ts';

export type FieldError = { path: string; rule: string; message: string };

/** Checks values against the contract. Parameters arrive as text, so they are converted to the contract's
 *  types first. */
export type Validation = {
  /** @returns the checked (and for parameters converted) value
   *  @throws InvalidInput listing each wrong field */
  parameters<T>(schema: TSchema): (value: unknown, prefix: string) => T;
  body<T>(schema: TSchema): (value: unknown, prefix: string) => T;
  /** @returns the contract violations of one of our own responses; empty when there are none */
  answer(schema: TSchema): (value: unknown) => FieldError[];
};

/** Maximum number of errors listed: a hostile body must not cause a large response. */
const MAX_ERRORS = 20;

export function contractValidation(): Validation {
  const options = { allErrors: true, strict: false, ownProperties: true } as const;
  const strict = new Ajv(options);
  const coercing = new Ajv({ ...options, coerceTypes: true, useDefaults: true });
  for (const ajv of [strict, coercing]) addFormats.default(ajv);

  const checker =
    <T>(check: ValidateFunction) =>
    (value: unknown, prefix: string): T => {
      const wrong = findUnstorable(value, prefix);
      if (wrong) throw new InvalidInput(undefined, { errors: [wrong] });
      if (check(value)) return value as T;
      throw new InvalidInput(undefined, { errors: fieldErrors(check.errors, prefix) });
    };

  return {
    parameters: <T>(schema: TSchema) => checker<T>(coercing.compile(schema)),
    body: <T>(schema: TSchema) => checker<T>(strict.compile(schema)),
    answer: (schema) => {
      const check = strict.compile(schema);
      return (value) => (check(value) ? [] : fieldErrors(check.errors, ''));
    },
  };
}

const UNSTORABLE = /\0|\p{Surrogate}/u;
const MAX_DEPTH = 32;

/** Finds what no schema rules out and no database can store: text with a NUL or half a surrogate pair, or
 *  excessive nesting. JSON can carry all of it. */
export function findUnstorable(value: unknown, path = '', depth = 0): FieldError | undefined {
  if (typeof value === 'string')
    return UNSTORABLE.test(value)
      ? { path, rule: 'text', message: 'must not contain NUL or half a character' }
      : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH)
    return { path: '', rule: 'depth', message: `must not nest deeper than ${MAX_DEPTH}` };
  for (const [name, inner] of Object.entries(value)) {
    const found =
      findUnstorable(name, path) ?? findUnstorable(inner, `${path}/${pointerPart(name)}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

const pointerPart = (name: string): string => name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');

/** Converts errors of ajv to those of the problem: a JSON pointer, the broken rule, a sentence. Never the
 *  value. */
export function fieldErrors(errors: readonly ErrorObject[] | null | undefined, prefix: string): FieldError[] {
  return (errors ?? []).slice(0, MAX_ERRORS).map(({ instancePath, keyword, params, message }) => {
    const field = params as { missingProperty?: string; additionalProperty?: string; propertyName?: string };
    const name = field.missingProperty ?? field.additionalProperty;
    const below = name === undefined ? '' : `/${pointerPart(name)}`;
    return { path: `${prefix}${instancePath}${below}`, rule: keyword, message: message ?? keyword };
  });
}
