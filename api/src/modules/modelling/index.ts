import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { ProcessFile } from '#common/contract/index.ts';
import { runningFiles } from '../process-definitions/index.ts';
import type { Drafts } from '../process-drafts/index.ts';
import { modellingRoutes } from './modelling.routes.ts';

type Deps = {
  db: Db;
  drafts: Pick<Drafts, 'changes'>;
  sandbox: Pick<Sandbox, 'authoringView'>;
  /** Job types that workers of this node serve. */
  jobTypes: () => readonly string[];
};

/** Choices for the editors: what runs, and for a draft what would run with it. */
export const modellingModule = ({ db, drafts, jobTypes, sandbox }: Deps) => ({
  routes: modellingRoutes({
    jobTypes,
    sandbox,
    async files(draftId) {
      const running: readonly ProcessFile[] = await runningFiles(db);
      if (!draftId) return running;
      const changes = await drafts.changes(draftId);
      const kept = running.filter(({ name }) => !changes.some((change) => change.name === name));
      return [
        ...kept,
        ...changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      ];
    },
  }),
});
