import compression from 'compression';
import express, { type Express } from 'express';
import { apiDocs } from './http/api-docs.ts';
import { mount, type MountDeps } from './http/mount.ts';
import { openapi } from './http/openapi.ts';
import { problemHandler, unknownRoute } from './http/problem-handler.ts';
import { requestId } from './http/request-id.ts';
import type { Route } from './http/route.ts';
import { securityHeaders } from './http/security-headers.ts';
import { staticPages, type StaticPagesOptions } from './http/static-pages.ts';

type Deps = MountDeps & {
  routes: readonly Route[];
  /** The built UIs; the one served at the root comes last. */
  screens: readonly StaticPagesOptions[];
  publicUrl: string;
  keycloakUrl: string;
  trustProxy: number;
  version: string;
};

/** Creates the Express app, without a port. */
export function createApp({
  routes,
  screens,
  publicUrl,
  keycloakUrl,
  trustProxy,
  version,
  ...deps
}: Deps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', trustProxy);
  app.set('query parser', 'simple');
  app.use(requestId);
  app.use(securityHeaders({ publicUrl, keycloakUrl }));
  app.use(apiDocs(openapi(routes, { version }), deps.limits));
  app.use('/api', compression());
  app.use(mount(routes, deps));
  for (const set of screens) app.use(staticPages(set));
  app.use(unknownRoute);
  app.use(problemHandler({ log: deps.log }));
  return app;
}
