import { createHash, randomUUID } from 'node:crypto';
import {
  type EngineCommands,
  EngineRejected,
  EngineTaskNotFound,
  EngineUnavailable,
} from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { EXAMPLE_ANSWERS } from '#api/workers/example-answers.ts';
import type {
  Form,
  JobAnswer,
  StartTestRun,
  TestRun,
  TestRunFiles,
  TestRunPlan,
  TestRuns,
  Text,
} from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import { type startData, startMessageOf, subjectId } from './data/start-data.ts';
import { testRunForms } from './data/test-run-forms.ts';
import type { DraftReads } from './drafts-port.ts';
import { deployedKeys, toResources } from './execution/clean-up.ts';
import { exampleFor } from './execution/fast-mode.ts';
import type { TestRunActions } from './execution/test-run-actions.ts';
import type { SourceFile } from './isolation/not-testable.ts';
import type { ScratchCopy } from './isolation/scratch-copy.ts';
import { newPrefix } from './isolation/scratch-names.ts';
import { presentTestRun, summaryOf } from './reading/present-test-run.ts';
import type { TestRunState } from './reading/test-run.view.ts';
import {
  DraftNotTestable,
  InvalidTestData,
  TestRunEnded,
  TestRunNotFound,
  TestStepNotFound,
  TooManyTestRuns,
} from './test-runs.errors.ts';
import type { TestRunRow, TestRunsRepo } from './test-runs.repo.ts';

/** Maximum number of active runs per person. */
const MAX_ACTIVE_RUNS = 3;

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

export type TestRunCaller = { by: string; httpRequestId?: string };

type Examples = Map<string, Record<string, unknown> | undefined>;

export const hashOfFiles = (files: readonly SourceFile[]): string => {
  const hash = createHash('sha256');
  for (const { name, content } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${name}\0${content}\0`);
  return hash.digest('hex');
};

/** Returns the names of element templates by their ids, from the files of a run. */
export const templateNames = (files: readonly SourceFile[]) => {
  const names = new Map<string, Text>();
  for (const { name, content } of files) {
    if (!name.startsWith('templates/')) continue;
    try {
      const template = JSON.parse(content) as {
        id: string;
        name: string;
        texts?: { fa?: Record<string, string>; en?: Record<string, string> };
      };
      const key = template.name.replace(/^%/, '');
      names.set(template.id, {
        fa: template.texts?.fa?.[key] ?? template.name,
        en: template.texts?.en?.[key] ?? template.name,
      });
    } catch {
      continue;
    }
  }
  return (id: string): Text | null => names.get(id) ?? null;
};

/** Test runs of drafts: the engine runs them for one person, with no effect outside the run. */
export function testRunsService(deps: Deps) {
  const { repo, drafts, definitions, sandbox, forms, commands, steps, view, data, audit, clock, wake } = deps;

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

  const currentHash = async (draftId: string): Promise<string> => hashOfFiles(await drafts.files(draftId));

  /** Returns the copy for the engine, or the reason why there is none: a rule about the files is broken, or
   *  the draft does something that a run cannot isolate. */
  async function copyOf(
    draftId: string,
    files: readonly SourceFile[],
    prefix: string,
  ): Promise<ScratchCopy | { cannot: NonNullable<TestRunPlan['cannot']> }> {
    const changes = await drafts.changes(draftId);
    const { errors } = await definitions.check(
      changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changes.flatMap(({ name, content }) => (content === null ? [name] : [])),
    );
    const [broken] = errors;
    if (broken) return { cannot: { reason: 'rules', file: broken.file, elementId: broken.elementId } };
    return sandbox.scratchCopy(files, prefix);
  }

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

  async function present(run: TestRunRow): Promise<TestRun> {
    const now = clock.now();
    const [state, effects, hash] = await Promise.all([
      view(run, now),
      repo.effects(run.id),
      currentHash(run.draft_id),
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
  }

  /** Translates the engine's refusal of the copy into the names of the draft. */
  const refused = (error: EngineRejected, prefix: string): DraftNotTestable =>
    new DraftNotTestable(
      error.message.replaceAll(`${prefix}-`, '').slice(0, 500),
      { reason: 'engine', file: '', elementId: '' },
      { cause: error },
    );

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
    /** Returns the choices before a run, or the reason why the draft cannot be tried. */
    async plan(draftId: string): Promise<TestRunPlan> {
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
    },

    /** Starts a run. A repeat with the same id returns the first run.
     *  @throws DraftNotTestable, TooManyTestRuns, EngineUnavailableProblem */
    async start(
      draftId: string,
      given: StartTestRun,
      { by, httpRequestId }: TestRunCaller,
    ): Promise<TestRun> {
      const draft = await drafts.get(draftId);
      const id = given.id ?? randomUUID();
      const known = await repo.find(id);
      if (known && known.draft_id === draftId) return present(known);
      if (known) throw new TestRunNotFound();
      if ((await repo.underWayBy(by)) >= MAX_ACTIVE_RUNS) throw new TooManyTestRuns();
      const sources = [...(await drafts.files(draftId))].map(({ name, content }) => ({ name, content }));
      const prefix = newPrefix();
      const copy = await copyOf(draftId, sources, prefix);
      if ('cannot' in copy) {
        const { reason, file } = copy.cannot;
        throw new DraftNotTestable(`${file}: ${reason}`, copy.cannot);
      }
      const started = startMessageOf(copy.elements[draft.process_key] ?? {});
      const variables = { ...given.variables, ...subjectId(started, id) };
      await repo.begin({
        id,
        draft_id: draftId,
        process_key: draft.process_key,
        prefix,
        fast: given.fast,
        variables,
        sources,
        elements: copy.elements,
        answers: given.answers ?? {},
        files_hash: hashOfFiles(sources),
        started_by: by,
        started_at: clock.now(),
      });
      try {
        const deployed = await commands.deployAll(toResources(copy.files));
        await repo.update(id, { resources: deployedKeys(deployed) });
        const { instanceKey } = await commands.createInstance({
          processKey: `${prefix}-${draft.process_key}`,
          variables,
        });
        await repo.update(id, { state: 'running', instance_key: instanceKey });
      } catch (error) {
        await repo.end(id, 'refused', clock.now());
        wake();
        if (error instanceof EngineRejected) throw refused(error, prefix);
        if (error instanceof EngineUnavailable)
          throw new EngineUnavailableProblem(undefined, {}, { cause: error });
        throw error;
      }
      await audit.write({
        actor: by,
        action: 'test-run.started',
        object: { kind: 'test-run', id },
        details: { draft: draftId, files: hashOfFiles(sources), fast: given.fast },
        result: 'done',
        httpRequestId,
      });
      wake();
      return present(await need(id));
    },

    /** Lists the newest runs of a draft. */
    async list(draftId: string): Promise<TestRuns> {
      const [runs, hash] = await Promise.all([repo.ofDraft(draftId), currentHash(draftId)]);
      return { items: runs.map((run) => summaryOf(run, hash)) };
    },

    get: async (id: string): Promise<TestRun> => present(await need(id)),

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
