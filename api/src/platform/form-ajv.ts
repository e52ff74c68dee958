import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { formPattern } from '#common/text/linear-regexp.ts';

/** Creates the validator for form data: it takes schemas as analysts write them, and matches regular
 *  expressions without backtracking.
 *  @param readPattern compiles the regular expressions; `linearRegExp` refuses what only older forms may
 *  use */
export function formAjv(options: Options = {}, readPattern = formPattern): Ajv {
  const regExp = Object.assign((pattern: string) => readPattern(pattern), { code: 'formPattern' });
  const ajv = new Ajv({ strict: false, ...options, code: { regExp } });
  addFormats.default(ajv);
  return ajv;
}
