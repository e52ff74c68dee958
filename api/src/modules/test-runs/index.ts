import type { EngineCommands } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { Form, Text } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import { runningFiles } from '../process-definitions/index.ts';
import type { PastRequests } from '../requests/index.ts';
import type { ServiceCatalogue } from '../services/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { startData } from './data/start-data.ts';
import type { DraftReads } from './drafts-port.ts';
import { captureWorker } from './execution/capture.worker.ts';
import { testRunCleaner } from './execution/clean-up.ts';
import { fastMode } from './execution/fast-mode.ts';
import { testRunActions } from './execution/test-run-actions.ts';
import { testRunDriver } from './execution/test-run-driver.ts';
import { draftTestRuns } from './reading/draft-test-runs.view.ts';
import { testRunView } from './reading/test-run.view.ts';
import { testRunsRepo } from './test-runs.repo.ts';
import { testRunsRoutes } from './test-runs.routes.ts';
import { testRunsService } from './test-runs.service.ts';
import { comparableDecisions } from './what-if/comparable-decisions.ts';
import { comparisonRunner } from './what-if/comparison-runner.ts';
import { pastUse } from './what-if/past-use.view.ts';
import { whatIfsRepo } from './what-if/what-ifs.repo.ts';
import { whatIfsRoutes } from './what-if/what-ifs.routes.ts';
import { whatIfsService } from './what-if/what-ifs.service.ts';
import { whatIfsView } from './what-if/what-ifs.view.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  commands: EngineCommands;
  drafts: DraftReads;
  definitions: Pick<ProcessDefinitionsService, 'check'>;
  sandbox: Sandbox;
  forms: { get(key: string): Form | undefined };
  catalogue: ServiceCatalogue;
  pastRequests: PastRequests;
  /** Returns the explanation of a rule of the routing table. */
  explain: (rule: string) => Text | null;
  visibility: Visibility;
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
  audit: AuditLog;
};

/** Test runs of drafts. `start` begins the background work; `worker` handles the jobs of all runs. */
export function testRunsModule(deps: Deps) {
  const { db, clock, log, commands, drafts, definitions, sandbox, forms, catalogue, pastRequests, audit } =
    deps;
  const comparisons = whatIfsRepo(db);
  const repo = testRunsRepo(db);
  const steps = testRunActions({ commands, repo, clock });
  const view = testRunView(db);
  const driver = testRunDriver({
    repo,
    view,
    clean: testRunCleaner({ commands, repo, sandbox, clock }),
    fast: fastMode({ commands, steps, clock }),
    forms,
    sandbox,
    alsoDo: comparisonRunner({ commands, repo: comparisons, pastRequests, sandbox, clock }),
    clock,
    log,
  });
  const runs = testRunsService({
    repo,
    drafts,
    definitions,
    sandbox,
    forms,
    commands,
    steps,
    view,
    data: startData({ catalogue, pastRequests }),
    audit,
    clock,
    wake: driver.wake,
  });
  const decisions = comparableDecisions({ sandbox, drafts, running: () => runningFiles(db), catalogue });
  const whatIfsShown = whatIfsView({
    db,
    repo: comparisons,
    drafts,
    decisions,
    explain: deps.explain,
    visibility: deps.visibility,
  });
  const whatIfs = {
    ...whatIfsShown,
    ...whatIfsService({
      repo: comparisons,
      view: whatIfsShown,
      sandbox,
      drafts,
      decisions,
      audit,
      clock,
      wake: driver.wake,
    }),
  };
  const readPastUse = pastUse({
    db,
    drafts,
    clock,
    sandbox,
    confidentialProcesses: deps.confidentialProcesses,
  });
  return {
    routes: [...testRunsRoutes({ runs }), ...whatIfsRoutes({ whatIfs, pastUse: readPastUse })],
    runs,
    /** Tells whether a draft was tried as it is now, for its reviewers. */
    testRunsOf: draftTestRuns({ drafts, repo }),
    whatIfs,
    pastUse: readPastUse,
    worker: captureWorker({ repo, clock }),
    start: driver.start,
    stop: driver.stop,
  };
}
