import { formAjv } from '#api/platform/form-ajv.ts';
import type { Form, ProcessFinding } from '#common/contract/index.ts';
import { type FormFacts, lintForm } from '#common/process-files/index.ts';
import { linearRegExp } from '#common/text/linear-regexp.ts';

/** A form as the rules of diagrams look at it, or what is wrong with it. */
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

/** What stops a form from being checked: a schema that is none, one that leads back to itself without end, or an expression that
 *  is not matched in proportion to the text. */
function compileFault({ schema }: Form): string | undefined {
  try {
    const options = { strict: true, strictTypes: false, allErrors: true, logger: false } as const;
    formAjv(options, linearRegExp).compile(schema)({});
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
