import type { Db } from '../../platform/db.ts';
import { openMetrics } from './metrics.ts';
import { operationsRouter } from './operations.router.ts';
import { operationsRoutes } from './operations.routes.ts';

export type { Metrics } from './metrics.ts';

type Deps = {
  db: Db;
  keycloakUrl: string;
  realm: string;
  engineStatus: () => Promise<Record<string, unknown>>;
};

/** Health, readiness, metrics, and the configuration of the screens. */
export function operationsModule({ db, keycloakUrl, realm, engineStatus }: Deps) {
  const metrics = openMetrics();
  return {
    metrics,
    router: operationsRouter({ db, metrics, engineStatus }),
    routes: operationsRoutes({ keycloakUrl, realm }),
  };
}
