import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { listDefinitions, runningTemplates } from './process-definitions.view.ts';

type Deps = { db: Db };

export const processDefinitionsRoutes = ({ db }: Deps) => [
  defineRoute('listElementTemplates', {
    permission: 'process:read',
    handle: async () => ({ items: await runningTemplates(db) }),
  }),

  defineRoute('listProcessDefinitions', {
    permission: 'process:read',
    handle: ({ query }) => listDefinitions(db, query),
  }),
];
