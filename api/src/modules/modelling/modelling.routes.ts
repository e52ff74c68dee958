import { Modelling, type ProcessFile } from '../../../contract/index.ts';
import { defineRoute } from '../../http/route.ts';
import { modellingView } from './modelling.view.ts';

type Deps = { files(): Promise<readonly ProcessFile[]>; jobTypes(): readonly string[] };

export const modellingRoutes = ({ files, jobTypes }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/modelling',
    operationId: 'readModelling',
    summary: 'What a diagram may refer to: forms, workers, processes, decisions, ready steps',
    permission: 'process:read',
    response: Modelling,
    problems: [],
    handle: async () => modellingView({ files: await files(), jobTypes: jobTypes() }),
  }),
];
