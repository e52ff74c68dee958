import { formAjv } from '#api/platform/form-ajv.ts';
import type { Form, ProcessFinding } from '#common/contract/index.ts';
import { type FormFacts, lintForm } from '#common/process-files/index.ts';
import { linearRegExp } from '#common/text/linear-regexp.ts';

/** Returns a form as the rules of diagrams need it, or its errors. */
export function readForm(
  name: string,
  content: string,
): { form: FormFacts; findings: [] } | { form?: undefined; findings: ProcessFinding[] } {
  const findings = lintForm(content).map((found) => ({ file: name, elementId: '', ...found }));
  if (findings.length > 0) return { findings };
  const form = JSON.parse(content) as Form;
  const reason = compileFault(form);
  if (!reason) return { form, findings: [] };
  return {
    findings: [
      {
        file: name,
        rule: 'form-schema',
        elementId: '',
        message: {
          fa: `طرح فرم ${name} JSON Schema درستی نیست.`,
          en: `The schema of the form ${name} is no correct JSON Schema: ${reason.slice(0, 200)}`,
        },
      },
    ],
  };
}

/** Returns the fault that keeps a form from being compiled: an invalid schema, one that recurs without end,
 *  or an expression that cannot be matched in time proportional to the text. */
function compileFault({ schema }: Form): string | undefined {
  try {
    const options = { strict: true, strictTypes: false, allErrors: true, logger: false } as const;
    formAjv(options, linearRegExp).compile(schema)({});
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
