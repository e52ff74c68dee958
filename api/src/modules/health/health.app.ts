import express, { type Express } from 'express';
import type { DiskSpace } from '#api/platform/disk-space.ts';
import type { EngineMetrics } from './gauges.ts';
import type { Metrics } from './metrics.ts';

type Deps = {
  databaseAnswers: () => Promise<boolean>;
  metrics: Metrics;
  /** Reported, but no reason to take the node out: intake continues while the engine is away. Undefined: not
   *  known. */
  engineStatus: () => Promise<EngineMetrics | undefined>;
  room: () => Promise<DiskSpace | undefined>;
};

/** Health endpoints for the load balancer and the operators, on a separate port that the public does not
 *  reach: no sign-in, no personal data. */
export function healthApp({ databaseAnswers, metrics, engineStatus, room }: Deps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });

  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  app.get('/readyz', async (_req, res) => {
    const database = await databaseAnswers();
    const [engine, disk] = await Promise.all([database ? engineStatus() : null, room()]);
    res.status(database ? 200 : 503).json({
      status: database ? 'ready' : 'unavailable',
      database,
      engine: engine ?? null,
      disk: disk ?? null,
    });
  });

  app.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));

  return app;
}
