import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { Closed, Modelling, type ProcessFile } from '#common/contract/index.ts';

type Deps = {
  files(draftId?: string): Promise<readonly ProcessFile[]>;
  jobTypes(): readonly string[];
  sandbox: Pick<Sandbox, 'authoringView'>;
};

export const modellingRoutes = ({ files, jobTypes, sandbox }: Deps) => [
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
    handle: async ({ query }) =>
      sandbox.authoringView({ files: await files(query.draftId), jobTypes: jobTypes() }),
  }),
];
