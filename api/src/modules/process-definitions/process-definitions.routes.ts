import { Type } from '@sinclair/typebox';
import { Closed, DeployProcesses, Deployment, ProcessDefinitionPage, Slug } from '../../../contract/index.ts';
import { defineRoute } from '../../http/route.ts';
import type { Db } from '../../platform/db.ts';
import type { ProcessDefinitionsService } from './process-definitions.service.ts';
import { listDefinitions, runningTemplates } from './process-definitions.view.ts';

type Deps = { db: Db; service: ProcessDefinitionsService };

export const processDefinitionsRoutes = ({ db, service }: Deps) => [
  defineRoute({
    method: 'post',
    path: '/process-definitions',
    operationId: 'deployProcesses',
    summary: 'Bring diagrams and decision tables to the engine, forms and ready steps to people, all or none',
    description:
      'The files are checked as docs/rules says, with the forms, departments, workers and processes that there are. A problem names what every rule says.',
    permission: 'process:deploy',
    body: DeployProcesses,
    bodyLimit: '5mb',
    response: Deployment,
    status: 201,
    problems: ['deployment-refused', 'deployment-under-way', 'engine-unavailable'],
    handle: ({ body, user }) =>
      service.deploy(body.files, { by: user.username, removed: body.removed ?? [] }),
  }),

  defineRoute({
    method: 'get',
    path: '/element-templates',
    operationId: 'listElementTemplates',
    summary: 'The ready steps that a modeler offers, with their texts in both languages',
    permission: 'process:read',
    response: Closed({ items: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
    problems: [],
    handle: async () => ({ items: await runningTemplates(db) }),
  }),

  defineRoute({
    method: 'get',
    path: '/process-definitions',
    operationId: 'listProcessDefinitions',
    summary: 'The versions of the processes, the newest first',
    permission: 'process:read',
    query: Closed({
      processKey: Type.Optional(Slug),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: ProcessDefinitionPage,
    problems: [],
    handle: ({ query }) => listDefinitions(db, query),
  }),
];
