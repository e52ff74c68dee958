import { createBrowserRouter, type RouteObject } from 'react-router';
import { PublicLayout } from '../layout/public-layout.tsx';
import { FaultPage } from './fault-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';

const ROUTES: RouteObject[] = [
  {
    element: <PublicLayout />,
    errorElement: <FaultPage />,
    children: [
      { index: true, lazy: () => import('../home/home-page.tsx') },
      { path: 'request', lazy: () => import('../public/file-request/file-request-page.tsx') },
      { path: 'track', lazy: () => import('../public/track/track-page.tsx') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES);
