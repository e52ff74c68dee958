import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { Closed, ProcessDefinitionPage, Slug } from '#common/contract/index.ts';
import { listDefinitions, runningTemplates } from './process-definitions.view.ts';

type Deps = { db: Db };

export const processDefinitionsRoutes = ({ db }: Deps) => [
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
