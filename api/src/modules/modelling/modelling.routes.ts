import { Type } from '@sinclair/typebox';
import { Closed, Modelling, type ProcessFile } from '../../../contract/index.ts';
import { defineRoute } from '../../http/route.ts';
import { modellingView } from './modelling.view.ts';

type Deps = { files(draftId?: string): Promise<readonly ProcessFile[]>; jobTypes(): readonly string[] };

export const modellingRoutes = ({ files, jobTypes }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/modelling',
    operationId: 'readModelling',
    summary: 'What a diagram may refer to: forms, workers, processes, decisions, ready steps',
    permission: 'process:read',
    query: Closed({
      draftId: Type.Optional(
        Type.String({ format: 'uuid', description: 'With what this draft would make of what runs' }),
      ),
    }),
    response: Modelling,
    problems: ['draft-not-found'],
    handle: async ({ query }) => modellingView({ files: await files(query.draftId), jobTypes: jobTypes() }),
  }),
];
