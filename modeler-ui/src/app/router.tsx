import { createBrowserRouter, type RouteObject } from 'react-router';
import { ErrorPage } from '#ui/shell/error-page.tsx';
import { NotFoundPage } from '#ui/shell/not-found-page.tsx';

const ROUTES: RouteObject[] = [
  {
    lazy: () => import('../shell/modeler-layout.tsx'),
    errorElement: <ErrorPage />,
    children: [
      { index: true, lazy: () => import('../processes/processes-page.tsx') },
      { path: 'drafts/:draftId/:tab?', lazy: () => import('../drafts/workspace/workspace-page.tsx') },
      { path: 'instance-migrations', lazy: () => import('../instance-migration/migrations-page.tsx') },
      {
        path: 'instance-migrations/new',
        lazy: () => import('../instance-migration/plan-migration-page.tsx'),
      },
      { path: 'instance-migrations/:id', lazy: () => import('../instance-migration/migration-page.tsx') },
      { path: 'instances', lazy: () => import('../instances/list/instances-page.tsx') },
      { path: 'instances/:key', lazy: () => import('../instances/detail/instance-page.tsx') },
      { path: 'processes/:processKey/live', lazy: () => import('../instances/live/live-page.tsx') },
      { path: 'bottlenecks', lazy: () => import('../instances/live/bottlenecks-page.tsx') },
      { path: 'processes/:processKey', lazy: () => import('../release/versions-page.tsx') },
      { path: 'batch-operations', lazy: () => import('../batch-operations/batch-operations-page.tsx') },
      { path: 'batch-operations/:id', lazy: () => import('../batch-operations/batch-operation-page.tsx') },
      {
        path: 'instances/:key/modify',
        lazy: () => import('../batch-operations/instance-actions/modification-page.tsx'),
      },
      { path: 'engine', lazy: () => import('../engine/engine-page.tsx') },
      { path: 'audit', lazy: () => import('../audit/audit-page.tsx') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES, { basename: '/modeler' });
