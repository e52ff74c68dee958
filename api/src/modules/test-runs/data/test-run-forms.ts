import { type FieldError } from '#api/platform/field-errors.ts';
import { type Sandbox, SandboxLimitExceeded } from '#api/sandbox/index.ts';
import type { Form } from '#common/contract/index.ts';
import type { SourceFile } from '../isolation/not-testable.ts';

type Deps = {
  /** Forms in use. */
  forms: { get(key: string): Form | undefined };
  sandbox: Pick<Sandbox, 'sampleForm' | 'formErrors'>;
};

/** Forms of a run: those of the draft take precedence over those in use. */
export function testRunForms(sources: readonly SourceFile[], { forms, sandbox }: Deps) {
  const own = new Map(
    sources
      .filter(({ name }) => name.startsWith('forms/') && name.endsWith('.json'))
      .flatMap(({ name, content }) => {
        const form = parsed(content);
        return form ? [[name.slice('forms/'.length, -'.json'.length), form] as const] : [];
      }),
  );
  const get = (key: string): Form | undefined => own.get(key) ?? forms.get(key);
  return {
    get,
    /** Returns an example of what a person may fill in; undefined where none can be made up. */
    example: async (key: string | null, given: { turn: number; department: string; now: Date }) => {
      const form = key === null ? undefined : get(key);
      return form ? sandbox.sampleForm(form, given).catch(unlessEndless(undefined)) : {};
    },
    async errors(key: string, data: unknown): Promise<FieldError[]> {
      const form = get(key);
      const prefix = '/body/data';
      const tooLong = { path: prefix, rule: 'time', message: 'takes too long to check' };
      return form ? sandbox.formErrors(form, data, prefix).catch(unlessEndless([tooLong])) : [];
    },
    /** Returns the part of the data that goes to the engine. */
    variables(key: string | null, data: Record<string, unknown>): Record<string, unknown> {
      const names = (key !== null && get(key)?.variables) || [];
      return Object.fromEntries(names.filter((name) => name in data).map((name) => [name, data[name]]));
    },
  };
}

const unlessEndless =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof SandboxLimitExceeded) return instead;
    throw error;
  };

export type TestRunForms = ReturnType<typeof testRunForms>;

function parsed(content: string): Form | undefined {
  try {
    return JSON.parse(content) as Form;
  } catch {
    return undefined;
  }
}
