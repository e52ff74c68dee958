import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Form } from '../../../contract/index.ts';
import { fieldErrors, type FieldError } from '../../http/validation.ts';

const FOLDER = fileURLToPath(new URL('../../../../forms/', import.meta.url));

export type Forms = {
  get(key: string): Form | undefined;
  all(): Record<string, Form>;
  /** What is wrong with the data of a form, as JSON pointers below `prefix`; nothing when all is well.
   *  @throws when there is no such form */
  check(key: string, data: unknown, prefix: string): FieldError[];
  /** The fields in which a department stands. */
  departmentFields(key: string): string[];
  /** What of the data goes to the engine. */
  variables(key: string, data: Record<string, unknown>): Record<string, unknown>;
};

type Loaded = { form: Form; check: ValidateFunction };

/** Reads the forms that lie under forms/ when the api starts. The key is the path without `.json`.
 *  @throws when a file is no JSON, or its schema no JSON Schema */
export async function openForms(folder = FOLDER): Promise<Forms> {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const loaded = new Map<string, Loaded>();
  for (const file of (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))) {
    const form = JSON.parse(await readFile(join(folder, file), 'utf8')) as Form;
    loaded.set(file.replaceAll('\\', '/').replace(/\.json$/, ''), { form, check: ajv.compile(form.schema) });
  }

  const need = (key: string): Loaded => {
    const found = loaded.get(key);
    if (!found) throw new Error(`There is no form ${key}`);
    return found;
  };

  return {
    get: (key) => loaded.get(key)?.form,
    all: () => Object.fromEntries([...loaded].map(([key, { form }]) => [key, form])),
    check(key, data, prefix) {
      const { check } = need(key);
      return check(data) ? [] : fieldErrors(check.errors, prefix);
    },
    departmentFields: (key) =>
      Object.entries(need(key).form.uiSchema)
        .filter(([, ui]) => (ui as Record<string, unknown> | null)?.['ui:widget'] === 'department')
        .map(([field]) => field),
    variables: (key, data) =>
      Object.fromEntries(
        need(key)
          .form.variables.filter((name) => name in data)
          .map((name) => [name, data[name]]),
      ),
  };
}
