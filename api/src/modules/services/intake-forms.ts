import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Form } from '../../../contract/index.ts';

const FORMS = fileURLToPath(new URL('../../../../forms/', import.meta.url));

export type AnswerError = { path: string; rule: string; message: string };

export type IntakeForms = {
  /** Checks the answers to a service's own questions.
   *  @returns what is wrong, with JSON pointers below `/answers`; nothing when all is well */
  check(formKey: string, answers: unknown): Promise<AnswerError[]>;
};

/** The intake forms, compiled once each. The file name comes from the catalogue, never from outside. */
export function intakeForms(): IntakeForms {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const compiled = new Map<string, Promise<ValidateFunction>>();

  const validatorOf = (formKey: string): Promise<ValidateFunction> => {
    const known = compiled.get(formKey);
    if (known) return known;
    const made = readFile(`${FORMS}${formKey}.json`, 'utf8').then((text) =>
      ajv.compile((JSON.parse(text) as Form).schema),
    );
    compiled.set(formKey, made);
    made.catch(() => compiled.delete(formKey));
    return made;
  };

  return {
    async check(formKey, answers) {
      const validate = await validatorOf(formKey);
      return validate(answers) ? [] : (validate.errors ?? []).map(asAnswerError);
    },
  };
}

function asAnswerError({ instancePath, keyword, params, message }: ErrorObject): AnswerError {
  const extra = params.missingProperty ?? params.additionalProperty;
  const field = typeof extra === 'string' ? `/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
  return { path: `/answers${instancePath}${field}`, rule: keyword, message: message ?? 'is wrong' };
}
