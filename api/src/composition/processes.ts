import { fileURLToPath } from 'node:url';
import { FORMS_FOLDER } from '../modules/forms/index.ts';
import { engineHealthModule } from '../modules/health/index.ts';
import { processDefinitionsModule } from '../modules/process-definitions/index.ts';
import { processDraftsModule } from '../modules/process-drafts/index.ts';
import {
  batchOperationsModule,
  instanceMigrationModule,
  instancesModule,
} from '../modules/process-instances/index.ts';
import { releasesModule } from '../modules/releases/index.ts';
import { pastRequests } from '../modules/requests/index.ts';
import { testRunsModule } from '../modules/test-runs/index.ts';
import type { Casework } from './casework.ts';
import type { Foundation } from './foundation.ts';

const PROCESSES = fileURLToPath(new URL('../../../processes/', import.meta.url));

/** Wires the features of analysts, operators and administrators. */
export function composeProcesses(
  foundation: Foundation,
  { workers, history, stuckSteps }: Pick<Casework, 'workers' | 'history' | 'stuckSteps'>,
) {
  const {
    clock,
    log,
    hub,
    db,
    engine,
    sandbox,
    routing,
    forms,
    tree,
    provinces,
    catalogue,
    visibility,
    confidentialProcesses,
    staff,
    audit,
    refuse,
  } = foundation;
  const jobTypes = () => workers.map(({ type }) => type);

  const processDefinitions = processDefinitionsModule({
    db,
    clock,
    log,
    audit,
    commands: engine.commands,
    tree,
    provinces,
    forms,
    sandbox,
    jobTypes,
    folder: PROCESSES,
    formsFolder: FORMS_FOLDER,
    onReleased: (tx, done) => releases.deployed(tx, done),
  });
  const definitions = processDefinitions.service;
  const instances = instancesModule({ db, clock, visibility, confidentialProcesses, audit });
  const { visibilityOf, countRunning } = instances;
  const { drafts, routes: draftRoutes } = processDraftsModule({
    db,
    clock,
    audit,
    definitions,
    sandbox,
    countRunning,
    jobTypes,
  });
  const testRuns = testRunsModule({
    db,
    clock,
    log,
    commands: engine.commands,
    drafts,
    definitions,
    sandbox,
    forms,
    catalogue,
    pastRequests: pastRequests({ db, forms, routing, catalogue }),
    confidentialProcesses,
    explain: routing.explain,
    visibility,
    audit,
  });
  const { testRunsOf } = testRuns;
  const releases = releasesModule({
    db,
    clock,
    audit,
    refuse,
    drafts,
    definitions,
    sandbox,
    testRunsOf,
    countRunning,
  });
  const instanceMigration = instanceMigrationModule({
    db,
    clock,
    hub,
    engine: engine.commands,
    audit,
    history,
    sandbox,
    visibilityOf,
    countRunning,
    staff,
    confidentialProcesses,
  });
  const batchOperations = batchOperationsModule({
    db,
    clock,
    log,
    hub,
    audit,
    sandbox,
    engine: engine.commands,
    keysMatching: async (filter, user, limit) =>
      instances.list.keys(filter, await visibility.of(user), { limit }),
    visibilityOf,
  });

  const engineHealth = engineHealthModule({
    db,
    clock,
    engine,
    stuckSteps,
    jobTypes: () => [...jobTypes(), testRuns.worker.type],
    room: foundation.diskSpace,
    audit,
  });

  return {
    deployBundled: processDefinitions.deployBundled,
    testRuns,
    routes: [
      ...processDefinitions.routes,
      ...draftRoutes,
      ...testRuns.routes,
      ...releases.routes,
      ...instances.routes,
      ...instanceMigration.routes,
      ...batchOperations.routes,
      ...engineHealth.routes,
    ],
    jobs: [batchOperations.jobs, instanceMigration.jobs, { handlers: releases.jobs }],
  };
}
