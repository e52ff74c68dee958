import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { Log } from '#api/platform/log.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { FindInstances } from '#common/contract/index.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import { batchExecutor } from './batch-executor.ts';
import { batchOperationsRoutes } from './batch-operations.routes.ts';
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
  sandbox: Pick<Sandbox, 'readActivationTargets'>;
  /** Returns the running instances that a filter finds, as far as this person may see them; at most
   *  `limit`. */
  keysMatching(filter: FindInstances, user: Staff, limit: number): Promise<string[]>;
  visibilityOf: ReadInstanceVisibility;
};

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
