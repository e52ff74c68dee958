import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Form } from '../../../contract/index.ts';
import { fieldErrors, type FieldError } from '../../http/validation.ts';
import type { SourceFile } from './cannot-be-tried.ts';
import { sampleForm } from './sample-form.ts';

/** The forms of a run: those of the draft before those that are in use. */
export function formsOf(sources: readonly SourceFile[], inUse: { get(key: string): Form | undefined }) {
  const own = new Map(
    sources
      .filter(({ name }) => name.startsWith('forms/') && name.endsWith('.json'))
      .flatMap(({ name, content }) => {
        const form = parsed(content);
        return form ? [[name.slice('forms/'.length, -'.json'.length), form] as const] : [];
      }),
  );
  const get = (key: string): Form | undefined => own.get(key) ?? inUse.get(key);
  return {
    get,
    /** An example of what a person may fill in; undefined where none can be made up. */
    example: (key: string | null, given: { turn: number; department: string; now: Date }) => {
      const form = key === null ? undefined : get(key);
      return form ? sampleForm(form, given) : {};
    },
    errors(key: string, data: unknown): FieldError[] {
      const form = get(key);
      if (!form) return [];
      const ajv = new Ajv({ allErrors: true, strict: false });
      addFormats.default(ajv);
      const check = ajv.compile(form.schema);
      return check(data) ? [] : fieldErrors(check.errors, '/body/data');
    },
    /** What of the data goes to the engine. */
    variables(key: string | null, data: Record<string, unknown>): Record<string, unknown> {
      const names = (key !== null && get(key)?.variables) || [];
      return Object.fromEntries(names.filter((name) => name in data).map((name) => [name, data[name]]));
    },
  };
}

export type RunForms = ReturnType<typeof formsOf>;

function parsed(content: string): Form | undefined {
  try {
    return JSON.parse(content) as Form;
  } catch {
    return undefined;
  }
}
