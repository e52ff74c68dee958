import type { Clock } from '#api/platform/clock.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { EXAMPLE_ANSWERS } from '#api/workers/example-answers.ts';
import type { Form, TestRunPlan } from '#common/contract/index.ts';
import { type startData, startMessageOf } from './data/start-data.ts';
import { testRunForms } from './data/test-run-forms.ts';
import type { DraftReads } from './drafts-port.ts';
import type { CopyOfDraft } from './isolation/copy-of-draft.ts';
import { newPrefix } from './isolation/scratch-names.ts';
import { templateNames } from './reading/template-names.ts';

type Deps = {
  drafts: DraftReads;
  copyOf: CopyOfDraft;
  sandbox: Pick<Sandbox, 'sampleForm' | 'formErrors'>;
  forms: { get(key: string): Form | undefined };
  data: ReturnType<typeof startData>;
  clock: Clock;
};

/** Returns the choices before a run, or the reason why the draft cannot be tried. */
export function planTestRun({ drafts, copyOf, sandbox, forms, data, clock }: Deps) {
  return async (draftId: string): Promise<TestRunPlan> => {
    const draft = await drafts.get(draftId);
    const files = await drafts.files(draftId);
    const processKey = draft.process_key;
    const nothing = { processKey, example: {}, past: [], work: [] };
    const copy = await copyOf(draftId, files, newPrefix());
    if ('cannot' in copy) return { ...nothing, cannot: copy.cannot };
    const started = startMessageOf(copy.elements[processKey] ?? {});
    const example = await data.example(
      processKey,
      started,
      testRunForms(files, { forms, sandbox }),
      clock.now(),
    );
    const templateName = templateNames(files);
    return {
      processKey,
      cannot: null,
      example,
      past: await data.past(processKey),
      work: Object.entries(copy.elements).flatMap(([key, elements]) =>
        Object.entries(elements).flatMap(([elementId, { name, work }]) =>
          work
            ? [
                {
                  processKey: key,
                  elementId,
                  name,
                  jobType: work.jobType,
                  template: templateName(work.template ?? ''),
                  errors: work.errors,
                  example: EXAMPLE_ANSWERS[work.jobType]?.(example) ?? {},
                },
              ]
            : [],
        ),
      ),
    };
  };
}
