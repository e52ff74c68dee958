import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import { addJob, type JobHandler, type Schedule } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { FindInstances } from '#common/contract/index.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import { batchExecutor } from './batch-executor.ts';
import { batchOperationsRepo } from './batch-operations.repo.ts';
import { batchOperationsRoutes } from './batch-operations.routes.ts';
import { batchOperationsService, RUN_JOB } from './batch-operations.service.ts';
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

const SWEEP_JOB = 'batch-operations.sweep';
const RETRY_AFTER_MS = 5_000;

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
  const run = batchExecutor({ db, log, engine, read, audit: deps.audit });
  const service = batchOperationsService({ ...deps, db, read, view, run, visibilityOf });

  const work: JobHandler = async (payload) => {
    const { id } = payload as { id: string };
    if (await run.run(id))
      await addJob(
        db,
        RUN_JOB,
        { id },
        { key: `${RUN_JOB}:${id}`, runAt: new Date(Date.now() + RETRY_AFTER_MS) },
      );
  };

  /** Resumes running operations. A node that died keeps its job locked for hours; the items themselves are
   *  free again after a minute. */
  const sweep: JobHandler = async () => {
    for (const id of await batchOperationsRepo(db).running()) await run.run(id);
  };

  return {
    service,
    sweep: () => sweep({}, { log, attempt: 1, maxAttempts: 1 }),
    routes: batchOperationsRoutes({ service, view, read, sandbox, keysMatching, visibilityOf }),
    jobs: {
      handlers: { [RUN_JOB]: work, [SWEEP_JOB]: sweep },
      schedules: [{ job: SWEEP_JOB, match: '* * * * *' }] satisfies Schedule[],
    },
  };
}
