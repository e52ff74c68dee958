import type { Room } from '#api/platform/disk.ts';
import { inTime } from '#api/platform/in-time.ts';
import { shared } from '#api/platform/shared.ts';
import { operationFigures, type EngineFigures } from './figures.ts';
import { openMetrics } from './metrics.ts';
import { operationsApp } from './health.app.ts';
import { operationsRoutes } from './health.routes.ts';

export type { Metrics } from './metrics.ts';

type Deps = {
  databaseAnswers: () => Promise<boolean>;
  keycloakUrl: string;
  realm: string;
  engineStatus: () => Promise<EngineFigures>;
  liveStreams: () => number;
  stuckSteps: () => Promise<number>;
  room: () => Promise<Room | undefined>;
};

/** Figures that take longer are not known. */
const WITHIN_MS = 5_000;

/** Health, readiness, metrics, and the configuration of the screens. */
export function healthModule({
  databaseAnswers,
  keycloakUrl,
  realm,
  engineStatus,
  liveStreams,
  stuckSteps,
  room,
}: Deps) {
  const status = shared(() => inTime(engineStatus(), WITHIN_MS));
  const metrics = openMetrics(
    operationFigures({
      engineStatus: status,
      liveStreams,
      stuckSteps: () => inTime(stuckSteps(), WITHIN_MS),
      room,
    }),
  );
  return {
    metrics,
    app: operationsApp({ databaseAnswers, metrics, engineStatus: status, room }),
    routes: operationsRoutes({ keycloakUrl, realm }),
  };
}
