import type { Form } from '../../../contract/index.ts';
import type { EngineCommands } from '../../engine/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { AuditLog } from '../audit/index.ts';
import type { PastRequests } from '../requests/index.ts';
import type { Catalogue } from '../services/index.ts';
import { captureWorker } from './capture.ts';
import { cleaner } from './clean-up.ts';
import type { DraftReads } from './drafts-port.ts';
import { testRunDriver } from './driver.ts';
import { fastMode } from './fast-mode.ts';
import { runSteps } from './run-steps.ts';
import { runView } from './run-view.ts';
import { startData } from './start-data.ts';
import { testRunsRepo } from './test-runs.repo.ts';
import { testRunsRoutes } from './test-runs.routes.ts';
import { testRunsService } from './test-runs.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  commands: EngineCommands;
  drafts: DraftReads;
  forms: { get(key: string): Form | undefined };
  catalogue: Catalogue;
  pastRequests: PastRequests;
  audit: AuditLog;
};

/** Drafts on trial. Start what keeps them going with `start`; `worker` does the work of all runs. */
export function testRunsModule({
  db,
  clock,
  log,
  commands,
  drafts,
  forms,
  catalogue,
  pastRequests,
  audit,
}: Deps) {
  const repo = testRunsRepo(db);
  const steps = runSteps({ commands, repo, clock });
  const view = runView(db);
  const driver = testRunDriver({
    repo,
    view,
    clean: cleaner({ commands, repo, clock }),
    fast: fastMode({ commands, steps, clock }),
    forms,
    alsoDo: async () => false,
    clock,
    log,
  });
  const runs = testRunsService({
    repo,
    drafts,
    forms,
    commands,
    steps,
    view,
    data: startData({ catalogue, pastRequests }),
    audit,
    clock,
    wake: driver.wake,
  });
  return {
    routes: testRunsRoutes({ runs }),
    runs,
    worker: captureWorker({ repo, clock }),
    start: driver.start,
    stop: driver.stop,
  };
}
