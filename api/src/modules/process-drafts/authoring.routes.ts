import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { Closed, Modelling } from '#common/contract/index.ts';
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
  defineRoute({
    method: 'get',
    path: '/modelling',
    operationId: 'readModelling',
    summary: 'What a diagram may refer to: forms, workers, processes, decisions, ready steps',
    permission: 'process:read',
    inTurn: 'reading',
    query: Closed({
      draftId: Type.Optional(
        Type.String({ format: 'uuid', description: 'With what this draft would make of what runs' }),
      ),
    }),
    response: Modelling,
    problems: ['draft-not-found', 'did-not-end'],
    handle: async ({ query: { draftId } }) => {
      const files = draftId ? (await readOverlay(db, draftId)).all : await runningFiles(db);
      return sandbox.authoringView({ files, jobTypes: jobTypes() });
    },
  }),
];
