import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { InvalidInput } from '../platform/common.errors.ts';
import { type FieldError, fieldErrors, pointerPart } from '../platform/field-errors.ts';

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
