import { Router } from 'express';
import type { Db } from '../../platform/db.ts';
import type { EngineFigures } from './figures.ts';
import type { Metrics } from './metrics.ts';

type Deps = {
  db: Db;
  metrics: Metrics;
  /** Told, but no reason to take the node out: intake goes on while the engine is away. Undefined: not known. */
  engineStatus: () => Promise<EngineFigures | undefined>;
};

const READY_TIMEOUT_MS = 2_000;

/** For the load balancer and the people who run it: outside /api, no sign-in, no personal data. */
export function operationsRouter({ db, metrics, engineStatus }: Deps): Router {
  const router = Router();

  router.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  router.get('/readyz', async (_req, res) => {
    const database = await answers(db);
    const engine = database ? ((await engineStatus()) ?? null) : null;
    res
      .status(database ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: database ? 'ready' : 'unavailable', database, engine });
  });

  router.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));

  return router;
}

/** A pool whose server is gone can wait long for a connection; readiness may not. */
async function answers(db: Db): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(
    (resolve) => (timer = setTimeout(() => resolve(false), READY_TIMEOUT_MS)),
  );
  const asked = db.raw('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
