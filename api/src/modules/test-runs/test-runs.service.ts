import { type EngineCommands, EngineTaskNotFound, EngineUnavailable } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { Form, JobAnswer, TestRun, TestRunFiles, TestRuns } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import { type startData } from './data/start-data.ts';
import { testRunForms } from './data/test-run-forms.ts';
import type { DraftReads } from './drafts-port.ts';
import type { TestRunActions } from './execution/test-run-actions.ts';
import { copyOfDraft } from './isolation/copy-of-draft.ts';
import { hashOfFiles } from './isolation/files-hash.ts';
import { planTestRun } from './plan-test-run.ts';
import { summaryOf } from './reading/present-test-run.ts';
import { readTestRun } from './reading/read-test-run.ts';
import type { TestRunState } from './reading/test-run.view.ts';
import { startTestRun, type TestRunCaller } from './start-test-run.ts';
import { InvalidTestData, TestRunEnded, TestRunNotFound, TestStepNotFound } from './test-runs.errors.ts';
import type { TestRunRow, TestRunsRepo } from './test-runs.repo.ts';

type Deps = {
  repo: TestRunsRepo;
  drafts: DraftReads;
  definitions: Pick<ProcessDefinitionsService, 'check'>;
  sandbox: Pick<Sandbox, 'scratchCopy' | 'sampleForm' | 'formErrors'>;
  forms: { get(key: string): Form | undefined };
  commands: Pick<EngineCommands, 'createInstance' | 'deployAll' | 'completeTask'>;
  steps: TestRunActions;
  view: (run: TestRunRow, now: Date) => Promise<TestRunState>;
  data: ReturnType<typeof startData>;
  audit: AuditLog;
  clock: Clock;
  wake: () => void;
};

/** Test runs of drafts: the engine runs them for one person, with no effect outside the run. */
export function testRunsService(deps: Deps) {
  const { repo, drafts, sandbox, forms, commands, steps, view, audit, clock, wake } = deps;

  const copyOf = copyOfDraft(deps);
  const read = readTestRun(deps);

  const need = async (id: string): Promise<TestRunRow> => {
    const run = await repo.find(id);
    if (!run) throw new TestRunNotFound();
    return run;
  };

  /** @throws TestRunEnded */
  async function underWay(id: string): Promise<{ run: TestRunRow; state: TestRunState }> {
    const run = await need(id);
    if (run.state === 'ended') throw new TestRunEnded();
    const now = clock.now();
    await repo.update(id, { touched_at: now });
    return { run, state: await view(run, now) };
  }

  const engineStep = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof EngineUnavailable)
        throw new EngineUnavailableProblem(undefined, {}, { cause: error });
      if (error instanceof EngineTaskNotFound) throw new TestStepNotFound();
      throw error;
    }
  };

  return {
    plan: planTestRun({ ...deps, copyOf }),
    start: startTestRun({ ...deps, copyOf, read }),

    /** Lists the newest runs of a draft. */
    async list(draftId: string): Promise<TestRuns> {
      const [runs, hash] = await Promise.all([
        repo.ofDraft(draftId),
        drafts.files(draftId).then(hashOfFiles),
      ]);
      return { items: runs.map((run) => summaryOf(run, hash)) };
    },

    get: async (id: string): Promise<TestRun> => read(await need(id)),

    files: async (id: string): Promise<TestRunFiles> => ({ files: (await need(id)).sources }),

    /** Completes a task with its form, on behalf of anybody.
     *  @throws TestRunEnded, TestStepNotFound, InvalidTestData */
    async complete(id: string, taskKey: string, filled: Record<string, unknown>): Promise<void> {
      const { run, state } = await underWay(id);
      const task = state.tasks.find((one) => one.task_key === taskKey);
      if (!task) throw new TestStepNotFound();
      const runForms = testRunForms(run.sources, { forms, sandbox });
      const errors = task.form_key === null ? [] : await runForms.errors(task.form_key, filled);
      if (errors.length > 0) throw new InvalidTestData(undefined, { errors });
      const variables = runForms.variables(task.form_key, filled);
      await engineStep(() => commands.completeTask({ taskKey, variables, action: 'test-run' }));
      wake();
    },

    /** @throws TestRunEnded, TestStepNotFound */
    async send(id: string, awaitedKey: string, variables: Record<string, unknown>): Promise<void> {
      const { state } = await underWay(id);
      const message = state.messages.find((one) => one.awaited_key === awaitedKey);
      if (!message) throw new TestStepNotFound();
      await engineStep(() => steps.send(message, variables));
      wake();
    },

    /** @throws TestRunEnded, TestStepNotFound */
    async skip(id: string, awaitedKey: string): Promise<void> {
      const { run, state } = await underWay(id);
      const timer = state.timers.find((one) => one.awaited_key === awaitedKey);
      if (!timer) throw new TestStepNotFound();
      await engineStep(() => steps.skipTo(run, state.timers, timer));
      wake();
    },

    /** Sets how jobs are answered from now on. @throws TestRunEnded */
    async answer(id: string, answers: Record<string, JobAnswer>): Promise<void> {
      await underWay(id);
      await repo.update(id, { answers });
    },

    /** Answers everything by examples from now on. @throws TestRunEnded */
    async startFastMode(id: string): Promise<void> {
      await underWay(id);
      await repo.update(id, { fast: true, problem: null, steps: 0 });
      wake();
    },

    /** Keeps a run alive that somebody still looks at. */
    async keep(id: string): Promise<void> {
      const run = await need(id);
      if (run.state !== 'ended') await repo.update(id, { touched_at: clock.now() });
    },

    /** Ends a run; everything that it brought to the engine is removed. */
    async end(id: string, { by, httpRequestId }: TestRunCaller): Promise<void> {
      const run = await need(id);
      if (run.state === 'ended') return;
      const state = await view(run, clock.now());
      await repo.end(id, state.incidents.length > 0 ? 'stuck' : 'left', clock.now());
      await audit.write({
        actor: by,
        action: 'test-run.left',
        object: { kind: 'test-run', id },
        result: 'done',
        httpRequestId,
      });
      wake();
    },
  };
}

export type TestRunsService = ReturnType<typeof testRunsService>;
