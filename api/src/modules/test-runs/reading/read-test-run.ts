import type { Clock } from '#api/platform/clock.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { Form, TestRun } from '#common/contract/index.ts';
import { testRunForms } from '../data/test-run-forms.ts';
import type { DraftReads } from '../drafts-port.ts';
import { exampleFor } from '../execution/fast-mode.ts';
import { hashOfFiles } from '../isolation/files-hash.ts';
import type { TestRunRow, TestRunsRepo } from '../test-runs.repo.ts';
import { presentTestRun } from './present-test-run.ts';
import { templateNames } from './template-names.ts';
import type { TestRunState } from './test-run.view.ts';

type Deps = {
  repo: TestRunsRepo;
  drafts: DraftReads;
  sandbox: Pick<Sandbox, 'sampleForm' | 'formErrors'>;
  forms: { get(key: string): Form | undefined };
  view: (run: TestRunRow, now: Date) => Promise<TestRunState>;
  clock: Clock;
};

type Examples = Map<string, Record<string, unknown> | undefined>;

/** Reads a run as its page shows it: where it stands, what it did, and examples for its tasks. */
export function readTestRun({ repo, drafts, sandbox, forms, view, clock }: Deps) {
  /** Returns examples of what a person may fill in, by the key of the task. They are made up one after the
   *  other, once for tasks that are alike. */
  async function examplesFor(run: TestRunRow, state: TestRunState, now: Date): Promise<Examples> {
    const runForms = testRunForms(run.sources, { forms, sandbox });
    const examples: Examples = new Map();
    const known: Examples = new Map();
    for (const task of state.tasks) {
      const given = exampleFor(run, state, task, now);
      const alike = JSON.stringify([task.form_key, given]);
      if (!known.has(alike)) known.set(alike, await runForms.example(task.form_key, given));
      examples.set(task.task_key, known.get(alike));
    }
    return examples;
  }

  return async (run: TestRunRow): Promise<TestRun> => {
    const now = clock.now();
    const [state, effects, hash] = await Promise.all([
      view(run, now),
      repo.effects(run.id),
      drafts.files(run.draft_id).then(hashOfFiles),
    ]);
    const examples = await examplesFor(run, state, now);
    return presentTestRun({
      run,
      hash,
      state,
      effects,
      examples,
      templateName: templateNames(run.sources),
      now,
    });
  };
}
