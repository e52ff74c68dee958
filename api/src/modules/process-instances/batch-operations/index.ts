import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { Log } from '#api/platform/log.ts';
import { batchExecutor } from './batch-executor.ts';
import { batchOperationsRoutes, type BatchOperationsRoutesDeps } from './batch-operations.routes.ts';
import { batchOperationsService } from './batch-operations.service.ts';
import { batchOperationsView } from './batch-operations.view.ts';
import { instanceReads } from './instance-reads.ts';
import type { ItemCommandDeps } from './item-commands.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  hub: Pick<EventHub, 'waitUntil'>;
  audit: AuditLog;
  engine: ItemCommandDeps['engine'];
} & Pick<BatchOperationsRoutesDeps, 'sandbox' | 'keysMatching' | 'visibilityOf'>;

/** Batch operations module: actions on process instances, on one at once, on many in the background on a
 *  fixed list. */
export function batchOperationsModule({
  db,
  log,
  engine,
  keysMatching,
  visibilityOf,
  sandbox,
  ...deps
}: Deps) {
  const read = instanceReads(db);
  const view = batchOperationsView(db);
  const executor = batchExecutor({ ...deps, db, log, engine, read });
  const service = batchOperationsService({ ...deps, db, read, view, executor, visibilityOf });

  return {
    service,
    routes: batchOperationsRoutes({ service, view, read, sandbox, keysMatching, visibilityOf }),
    jobs: executor.jobs,
  };
}
