import { type FieldError, fieldErrors } from '#api/platform/field-errors.ts';
import { formAjv } from '#api/platform/form-ajv.ts';
import type { Form } from '#common/contract/index.ts';

/** Returns the errors in the data of a form, as JSON pointers below `prefix`; empty when the data is
 *  valid. */
export function formErrors({ schema }: Pick<Form, 'schema'>, data: unknown, prefix: string): FieldError[] {
  const check = formAjv({ allErrors: true }).compile(schema);
  return check(data) ? [] : fieldErrors(check.errors, prefix);
}
