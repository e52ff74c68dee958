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
      { path: 'moves', lazy: () => import('../moves/moves-page.tsx') },
      { path: 'moves/new', lazy: () => import('../moves/plan-move-page.tsx') },
      { path: 'moves/:id', lazy: () => import('../moves/move-page.tsx') },
      { path: 'instances', lazy: () => import('../instances/instances-page.tsx') },
      { path: 'instances/:key', lazy: () => import('../instances/instance-page.tsx') },
      { path: 'processes/:processKey/live', lazy: () => import('../instances/live-page.tsx') },
      { path: 'bottlenecks', lazy: () => import('../instances/bottlenecks-page.tsx') },
      { path: 'processes/:processKey', lazy: () => import('../release/versions-page.tsx') },
      { path: 'operations', lazy: () => import('../operate/operations-page.tsx') },
      { path: 'operations/:id', lazy: () => import('../operate/operation-page.tsx') },
      { path: 'instances/:key/move', lazy: () => import('../operate/move-page.tsx') },
      { path: 'engine', lazy: () => import('../engine/engine-page.tsx') },
      { path: 'audit', lazy: () => import('../operate/audit-page.tsx') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES, { basename: '/modeler' });
