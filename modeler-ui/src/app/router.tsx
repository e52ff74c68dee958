import { createBrowserRouter, type RouteObject } from 'react-router';
import { FaultPage } from '#ui/shell/fault-page.tsx';
import { NotFoundPage } from '#ui/shell/not-found-page.tsx';

const ROUTES: RouteObject[] = [
  {
    lazy: () => import('../shell/modeler-layout.tsx'),
    errorElement: <FaultPage />,
    children: [
      { index: true, lazy: () => import('../processes/processes-page.tsx') },
      { path: 'drafts/:draftId/:tab?', lazy: () => import('../drafts/workspace-page.tsx') },
      { path: 'instance-migrations', lazy: () => import('../instance-migration/migrations-page.tsx') },
      {
        path: 'instance-migrations/new',
        lazy: () => import('../instance-migration/plan-migration-page.tsx'),
      },
      { path: 'instance-migrations/:id', lazy: () => import('../instance-migration/migration-page.tsx') },
      { path: 'instances', lazy: () => import('../instances/instances-page.tsx') },
      { path: 'instances/:key', lazy: () => import('../instances/instance-page.tsx') },
      { path: 'processes/:processKey/live', lazy: () => import('../instances/live-page.tsx') },
      { path: 'bottlenecks', lazy: () => import('../instances/bottlenecks-page.tsx') },
      { path: 'processes/:processKey', lazy: () => import('../release/versions-page.tsx') },
      { path: 'batch-operations', lazy: () => import('../batch-operations/batch-operations-page.tsx') },
      { path: 'batch-operations/:id', lazy: () => import('../batch-operations/batch-operation-page.tsx') },
      { path: 'instances/:key/modify', lazy: () => import('../batch-operations/modification-page.tsx') },
      { path: 'engine', lazy: () => import('../engine/engine-page.tsx') },
      { path: 'audit', lazy: () => import('../batch-operations/audit-page.tsx') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES, { basename: '/modeler' });
