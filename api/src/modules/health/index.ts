import type { DiskSpace } from '#api/platform/disk-space.ts';
import { singleFlight } from '#api/platform/single-flight.ts';
import { withTimeout } from '#api/platform/with-timeout.ts';
import { type EngineMetrics, healthGauges } from './gauges.ts';
import { healthApp } from './health.app.ts';
import { openMetrics } from './metrics.ts';
import { uiConfigRoutes } from './ui-config.routes.ts';

export { engineHealthModule } from './engine-health.ts';
export type { Metrics } from './metrics.ts';

type Deps = {
  databaseAnswers: () => Promise<boolean>;
  keycloakUrl: string;
  realm: string;
  engineStatus: () => Promise<EngineMetrics>;
  liveStreams: () => number;
  stuckSteps: () => Promise<number>;
  room: () => Promise<DiskSpace | undefined>;
};

/** Time-out of the status; metrics that take longer are unknown. */
const STATUS_TIMEOUT_MS = 5_000;

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
  const status = singleFlight(() => withTimeout(engineStatus(), STATUS_TIMEOUT_MS));
  const metrics = openMetrics(
    healthGauges({
      engineStatus: status,
      liveStreams,
      stuckSteps: () => withTimeout(stuckSteps(), STATUS_TIMEOUT_MS),
      room,
    }),
  );
  return {
    metrics,
    app: healthApp({ databaseAnswers, metrics, engineStatus: status, room }),
    routes: uiConfigRoutes({ keycloakUrl, realm }),
  };
}
