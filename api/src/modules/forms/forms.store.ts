import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { type FieldError, fieldErrors } from '#api/platform/field-errors.ts';
import { formAjv } from '#api/platform/form-ajv.ts';
import type { Form } from '#common/contract/index.ts';
import { LimitExceeded, withTimeLimit } from '#common/node/time-limit.ts';
import { FORMS_FOLDER } from './forms-folder.ts';

/** Time-out for checking a form: ordinary data takes less than a millisecond, and everybody else waits
 *  meanwhile. */
const CHECK_TIMEOUT_MS = 100;

export type Forms = {
  get(key: string): Form | undefined;
  /** Returns the forms that new work may use. */
  all(): Record<string, Form>;
  /** Returns the errors in the data of a form, as JSON pointers below `prefix`; empty when the data is valid.
   *  @throws when there is no such form */
  check(key: string, data: unknown, prefix: string): FieldError[];
  /** Returns the fields that hold a department. */
  departmentFields(key: string): string[];
  /** Returns the part of the data that goes to the engine. */
  variables(key: string, data: Record<string, unknown>): Record<string, unknown>;
  /** Loads what was deployed meanwhile.
   *  @throws when the database cannot be reached; then everything stays as it is */
  refresh(): Promise<void>;
};

/** Newest deployed content of a form; null when it was removed. */
export type DeployedForm = { key: string; sha256: string; content: string | null };

type Loaded = { form: Form; check: ValidateFunction; sha256?: string; isRemoved?: boolean };

type FormSources = {
  folder?: string;
  /** Returns the deployed forms; they take precedence over those in the folder. */
  deployed?: () => Promise<DeployedForm[]>;
};

/** Loads the forms below forms/, then those that were deployed since. The key is the path without `.json`. A
 *  removed form is not offered to new diagrams, and keeps serving the work that uses it.
 *  @throws when a file is not JSON, or its schema is not a JSON Schema */
export async function loadForms({ folder = FORMS_FOLDER, deployed }: FormSources = {}): Promise<Forms> {
  const ajv = formAjv({ allErrors: true });
  const loaded = new Map<string, Loaded>();

  const load = (form: Form): Loaded => ({ form, check: ajv.compile(form.schema) });
  for (const file of (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))) {
    const form = JSON.parse(await readFile(join(folder, file), 'utf8')) as Form;
    loaded.set(file.replaceAll('\\', '/').replace(/\.json$/, ''), load(form));
  }

  async function read(): Promise<void> {
    for (const { key, sha256, content } of (await deployed?.()) ?? []) {
      const known = loaded.get(key);
      if (content === null) {
        if (known) known.isRemoved = true;
      } else if (known?.sha256 !== sha256 || known.isRemoved) {
        if (known) ajv.removeSchema(known.form.schema);
        loaded.set(key, { ...load(JSON.parse(content) as Form), sha256 });
      }
    }
  }

  let reading: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    const next = reading.then(read, read);
    reading = next.catch(() => undefined);
    return next;
  };
  await refresh();

  const need = (key: string): Loaded => {
    const found = loaded.get(key);
    if (!found) throw new Error(`There is no form ${key}`);
    return found;
  };

  return {
    refresh,
    get: (key) => loaded.get(key)?.form,
    all: () =>
      Object.fromEntries(
        [...loaded].filter(([, { isRemoved }]) => !isRemoved).map(([key, { form }]) => [key, form]),
      ),
    check(key, data, prefix) {
      const { check } = need(key);
      try {
        return withTimeLimit(CHECK_TIMEOUT_MS, () => check(data)) ? [] : fieldErrors(check.errors, prefix);
      } catch (error) {
        if (!(error instanceof LimitExceeded)) throw error;
        return [{ path: prefix, rule: 'time', message: `cannot be checked: ${error.message}` }];
      }
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
