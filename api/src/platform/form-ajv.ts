import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { formPattern } from '../../../common/linear-regexp.ts';

/** The validator of data that people fill in: schemas as analysts write them, regular expressions without backtracking. */
export function formAjv(options: Options = {}): Ajv {
  const regExp = Object.assign(formPattern, { code: 'formPattern' });
  const ajv = new Ajv({ strict: false, ...options, code: { regExp } });
  addFormats.default(ajv);
  return ajv;
}
