import type { DraftTestRuns } from '#common/contract/index.ts';
import type { DraftReads } from '../drafts-port.ts';
import { hashOfFiles } from '../isolation/files-hash.ts';
import type { CompletedRun, TestRunsRepo } from '../test-runs.repo.ts';

type Deps = { drafts: DraftReads; repo: Pick<TestRunsRepo, 'completed'> };

/** Element types that do something; the rest of a diagram only leads there. */
const STEP_TYPES = /Task$|^CallActivity$/;

/** Tells whether a draft was tried exactly as it is now, and which of its steps no such run passed through.
 *  @throws DraftNotFound */
export const draftTestRuns =
  ({ drafts, repo }: Deps) =>
  async (draftId: string): Promise<DraftTestRuns> => {
    const { process_key: own } = await drafts.get(draftId);
    const [files, changes] = await Promise.all([drafts.files(draftId), drafts.changes(draftId)]);
    const hash = hashOfFiles(files);
    const runs = await repo.completed(draftId, hash, true);
    const [last] = runs;
    const [earlier] = last ? [] : await repo.completed(draftId, hash, false);
    const diagrams = changes.filter(({ name }) => name.endsWith('.bpmn'));
    const looked = new Set([own, ...diagrams.map(({ name }) => name.replace(/\.bpmn$/, ''))]);
    const steps = Object.entries(last?.elements ?? {}).flatMap(([processKey, elements]) =>
      looked.has(processKey)
        ? Object.entries(elements)
            .filter(([, { type }]) => STEP_TYPES.test(type))
            .map(([elementId, { name }]) => ({ processKey, elementId, name }))
        : [],
    );
    const passed = new Set(
      runs.flatMap((run) =>
        Object.entries(run.passed ?? {}).flatMap(([key, ids]) => ids.map((id) => `${key} ${id}`)),
      ),
    );
    return {
      last: last ? toCompletedRun(last) : null,
      earlier: earlier ? toCompletedRun(earlier) : null,
      runs: runs.length,
      steps: steps.length,
      missed: steps.filter(({ processKey, elementId }) => !passed.has(`${processKey} ${elementId}`)),
    };
  };

const toCompletedRun = ({ id, started_by: by, ended_at: at, elements, passed }: CompletedRun) => ({
  id,
  by,
  at: at.toISOString(),
  path: Object.entries(elements).flatMap(([processKey, facts]) =>
    (passed?.[processKey] ?? []).flatMap((elementId) => {
      const known = facts[elementId];
      return known && (STEP_TYPES.test(known.type) || known.type === 'EndEvent')
        ? [{ processKey, elementId, name: known.name }]
        : [];
    }),
  ),
});
