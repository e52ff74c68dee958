import type { ErrorObject } from 'ajv';

/** A wrong field of what was sent: a JSON pointer, the broken rule, a sentence. */
export type FieldError = { path: string; rule: string; message: string };

/** Maximum number of errors listed: a hostile body must not cause a large response. */
const MAX_ERRORS = 20;

/** Escapes a name as part of a JSON pointer (RFC 6901), cut to 100 characters. */
export const pointerPart = (name: string): string =>
  name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');

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
