import type { Db } from '../../platform/db.ts';
import { operationFigures, type EngineFigures } from './figures.ts';
import { openMetrics } from './metrics.ts';
import { operationsRouter } from './operations.router.ts';
import { operationsRoutes } from './operations.routes.ts';
import { shared } from './shared.ts';

export type { Metrics } from './metrics.ts';

type Deps = {
  db: Db;
  keycloakUrl: string;
  realm: string;
  engineStatus: () => Promise<EngineFigures>;
  liveStreams: () => number;
  stuckSteps: () => Promise<number>;
};

/** Health, readiness, metrics, and the configuration of the screens. */
export function operationsModule({ db, keycloakUrl, realm, engineStatus, liveStreams, stuckSteps }: Deps) {
  const status = shared(() => engineStatus().catch(() => undefined));
  const metrics = openMetrics(operationFigures(status, liveStreams, stuckSteps));
  return {
    metrics,
    router: operationsRouter({ db, metrics, engineStatus: status }),
    routes: operationsRoutes({ keycloakUrl, realm }),
  };
}
