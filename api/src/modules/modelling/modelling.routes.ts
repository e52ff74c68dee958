import { defineRoute } from '#api/http/route.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { type ProcessFile } from '#common/contract/index.ts';

type Deps = {
  files(draftId?: string): Promise<readonly ProcessFile[]>;
  jobTypes(): readonly string[];
  sandbox: Pick<Sandbox, 'authoringView'>;
};

export const modellingRoutes = ({ files, jobTypes, sandbox }: Deps) => [
  defineRoute('readModelling', {
    permission: 'process:read',
    inTurn: 'reading',
    handle: async ({ query }) =>
      sandbox.authoringView({ files: await files(query.draftId), jobTypes: jobTypes() }),
  }),
];
