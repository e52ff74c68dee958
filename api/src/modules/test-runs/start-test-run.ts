import { randomUUID } from 'node:crypto';
import { type EngineCommands, EngineRejected, EngineUnavailable } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import type { StartTestRun, TestRun } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import { startMessageOf, subjectId } from './data/start-data.ts';
import type { DraftReads } from './drafts-port.ts';
import { deployedKeys, toResources } from './execution/clean-up.ts';
import type { CopyOfDraft } from './isolation/copy-of-draft.ts';
import { hashOfFiles } from './isolation/files-hash.ts';
import { newPrefix } from './isolation/scratch-names.ts';
import { DraftNotTestable, TestRunNotFound, TooManyTestRuns } from './test-runs.errors.ts';
import type { TestRunRow, TestRunsRepo } from './test-runs.repo.ts';

/** Maximum number of active runs per person. */
const MAX_ACTIVE_RUNS = 3;

type Deps = {
  repo: TestRunsRepo;
  drafts: DraftReads;
  copyOf: CopyOfDraft;
  commands: Pick<EngineCommands, 'createInstance' | 'deployAll'>;
  read: (run: TestRunRow) => Promise<TestRun>;
  audit: AuditLog;
  clock: Clock;
  wake: () => void;
};

export type TestRunCaller = { by: string; httpRequestId?: string };

/** Translates the engine's refusal of the copy into the names of the draft. */
const refused = (error: EngineRejected, prefix: string): DraftNotTestable =>
  new DraftNotTestable(
    error.message.replaceAll(`${prefix}-`, '').slice(0, 500),
    { reason: 'engine', file: '', elementId: '' },
    { cause: error },
  );

/** Starts a run. A repeat with the same id returns the first run.
 *  @throws DraftNotTestable, TooManyTestRuns, EngineUnavailableProblem */
export function startTestRun({ repo, drafts, copyOf, commands, read, audit, clock, wake }: Deps) {
  return async (
    draftId: string,
    given: StartTestRun,
    { by, httpRequestId }: TestRunCaller,
  ): Promise<TestRun> => {
    const draft = await drafts.get(draftId);
    const id = given.id ?? randomUUID();
    const known = await repo.find(id);
    if (known && known.draft_id === draftId) return read(known);
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
    const run = await repo.find(id);
    if (!run) throw new TestRunNotFound();
    return read(run);
  };
}
