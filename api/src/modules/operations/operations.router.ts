import { Router } from 'express';
import type { Db } from '../../platform/db.ts';
import type { Metrics } from './metrics.ts';

type Deps = {
  db: Db;
  metrics: Metrics;
  /** How far the read side is behind the engine and what waits; told, but no reason to take the node out: intake goes on
   *  while the engine is away. */
  engineStatus: () => Promise<Record<string, unknown>>;
};

const READY_TIMEOUT_MS = 2_000;

/** For the load balancer and the people who run it: outside /api, no sign-in, no personal data. */
export function operationsRouter({ db, metrics, engineStatus }: Deps): Router {
  const router = Router();

  router.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  router.get('/readyz', async (_req, res) => {
    const database = await db
      .raw('select 1')
      .timeout(READY_TIMEOUT_MS)
      .then(
        () => true,
        () => false,
      );
    const engine = database ? await engineStatus().catch(() => ({ known: false })) : { known: false };
    res.status(database ? 200 : 503).json({ status: database ? 'ready' : 'unavailable', database, engine });
  });

  router.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));

  return router;
}
