import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { runningFiles } from '../process-definitions/index.ts';
import { readOverlay } from './draft-overlay.ts';

type Deps = {
  db: Db;
  /** Job types that workers of this node serve. */
  jobTypes(): readonly string[];
  sandbox: Pick<Sandbox, 'authoringView'>;
};

/** Choices for the editors: what runs, and for a draft what would run with it. */
export const authoringRoutes = ({ db, jobTypes, sandbox }: Deps) => [
  defineRoute('readModelling', {
    permission: 'process:read',
    inTurn: 'reading',
    handle: async ({ query: { draftId } }) => {
      const files = draftId ? (await readOverlay(db, draftId)).all : await runningFiles(db);
      return sandbox.authoringView({ files, jobTypes: jobTypes() });
    },
  }),
];
