import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import type { Environment } from './config.ts';
import { keycloakAuthentication } from './http/authentication.ts';
import { rateLimits } from './http/rate-limits.ts';
import { departmentsModule } from './modules/departments/index.ts';
import { operationsModule } from './modules/operations/index.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { openDb } from './platform/db.ts';
import { openLog, type Log } from './platform/log.ts';

export type Overrides = { clock?: Clock; log?: Log };

const PAGES = fileURLToPath(new URL('../../case-ui/dist/', import.meta.url));
const VERSION = '0.1.0';

/** The one place where everything is put together. Nothing runs before `start`; `stop` ends it in the order that loses
 *  nothing. */
export function compose(config: Environment, overrides: Overrides = {}) {
  const { clock = systemClock, log = openLog(config.LOG_LEVEL) } = overrides;
  const db = openDb(config.DATABASE_URL, { max: config.DATABASE_POOL });
  const keycloak = { keycloakUrl: config.KEYCLOAK_URL, realm: config.KEYCLOAK_REALM };

  const departments = departmentsModule({ db });
  const operations = operationsModule({ db, ...keycloak, engineStatus: async () => ({}) });

  const app = createApp({
    routes: [...operations.routes, ...departments.routes],
    operations: operations.router,
    authentication: keycloakAuthentication({ ...keycloak }),
    limits: rateLimits({
      db,
      intakePerMinute: config.INTAKE_PER_MINUTE,
      trackPerQuarter: config.TRACK_PER_QUARTER,
    }),
    observe: operations.metrics.observe,
    log,
    pagesFolder: PAGES,
    publicUrl: config.PUBLIC_URL,
    keycloakUrl: config.KEYCLOAK_URL,
    trustProxy: config.TRUST_PROXY,
    version: VERSION,
  });

  return {
    app,
    db,
    log,
    clock,
    async start(): Promise<void> {},
    async stop(): Promise<void> {
      await db.destroy();
    },
  };
}
