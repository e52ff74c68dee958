import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { ErrorPage } from '#ui/shell/error-page.tsx';
import { NotFoundPage } from '#ui/shell/not-found-page.tsx';
import { PublicLayout } from '../layout/public-layout.tsx';

const ROUTES: RouteObject[] = [
  {
    element: <PublicLayout />,
    errorElement: <ErrorPage />,
    children: [
      { index: true, lazy: () => import('../home/home-page.tsx') },
      { path: 'request', lazy: () => import('../public/file-request/file-request-page.tsx') },
      { path: 'track', lazy: () => import('../public/track/track-page.tsx') },
      { path: 'alerts', lazy: () => import('../public/alerts/alerts-page.tsx') },
      { path: 'alerts/unsubscribe', lazy: () => import('../public/alerts/unsubscribe-page.tsx') },
      { path: 'survey', lazy: () => import('../public/survey/survey-page.tsx') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
  {
    path: 'desk',
    lazy: () => import('../desk/shell/desk-layout.tsx'),
    errorElement: <ErrorPage />,
    children: [
      { index: true, loader: () => redirect('/desk/tasks') },
      { path: 'tasks/:taskKey?', lazy: () => import('../desk/tasks/tasks-page.tsx') },
      { path: 'requests/:code?', lazy: () => import('../desk/requests/requests-page.tsx') },
      { path: 'alerts/:alertId?', lazy: () => import('../desk/alerts/alerts-page.tsx') },
      { path: 'notices', lazy: () => import('../desk/notices/notices-page.tsx') },
      { path: 'contact', lazy: () => import('../desk/contact/contact-page.tsx') },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES);
