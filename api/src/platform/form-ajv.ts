import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { formPattern } from '#common/text/linear-regexp.ts';

/** The validator of data that people fill in: schemas as analysts write them, regular expressions without backtracking.
 *  @param readPattern reads the regular expressions; `linearRegExp` refuses what only forms of before may ask for */
export function formAjv(options: Options = {}, readPattern = formPattern): Ajv {
  const regExp = Object.assign((pattern: string) => readPattern(pattern), { code: 'formPattern' });
  const ajv = new Ajv({ strict: false, ...options, code: { regExp } });
  addFormats.default(ajv);
  return ajv;
}
