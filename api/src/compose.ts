import { fileURLToPath } from 'node:url';
import description from '../../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { composeCasework } from './composition/casework.ts';
import { createFoundation } from './composition/foundation.ts';
import { composeProcesses } from './composition/processes.ts';
import type { Environment } from './config.ts';
import { keycloakAuthentication } from './http/authentication.ts';
import { rateLimits } from './http/rate-limits.ts';
import { healthModule } from './modules/health/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { type Jobs, startJobs } from './platform/jobs.ts';
import { type Log, openLog } from './platform/log.ts';

export type Overrides = { clock?: Clock; log?: Log };

const SCREENS = [
  { folder: fileURLToPath(new URL('../../modeler-ui/dist/', import.meta.url)), at: '/modeler' },
  { folder: fileURLToPath(new URL('../../case-ui/dist/', import.meta.url)), at: '' },
];

/** Wires the whole product together. Nothing runs before `start`. To shut down without losing anything, call
 *  `quiesce`, close the HTTP server, then call `stop`. Call `stop` also when `start` failed.
 *  @throws when the database cannot be reached, or a form cannot be read */
export async function compose(config: Environment, overrides: Overrides = {}) {
  const { clock = systemClock, log = openLog(config.LOG_LEVEL) } = overrides;
  const keycloak = { keycloakUrl: config.KEYCLOAK_URL, realm: config.KEYCLOAK_REALM };
  const foundation = await createFoundation({ config, clock, log });
  const { db, counters, engine, staff, databaseAnswers } = foundation;
  const casework = composeCasework(foundation);
  const processes = composeProcesses(foundation, casework);
  const operations = healthModule({
    databaseAnswers,
    ...keycloak,
    engineStatus: engine.status,
    liveStreams: casework.live.count,
    stuckSteps: casework.stuckSteps,
    room: foundation.diskSpace,
  });

  const app = createApp({
    routes: [...operations.routes, ...foundation.routes, ...casework.routes, ...processes.routes],
    authentication: keycloakAuthentication({ ...keycloak, onSignIn: staff.recordSignIn }),
    limits: rateLimits({
      counters,
      clock,
      intakePerMinute: config.INTAKE_PER_MINUTE,
      callsPerMinute: config.CALLS_PER_MINUTE,
      triesPerQuarter: config.TRACK_PER_QUARTER,
    }),
    observe: operations.metrics.observe,
    viewerOf: async (user) => (await foundation.visibility.of(user)).databaseViewer,
    onRefused: foundation.onRefused,
    onWrongFactor: foundation.onWrongFactor,
    log,
    databaseAnswers,
    screens: SCREENS,
    publicUrl: config.PUBLIC_URL,
    keycloakUrl: config.KEYCLOAK_URL,
    trustProxy: config.TRUST_PROXY,
    version: description.version,
  });

  let jobs: Awaited<ReturnType<typeof startJobs>> | undefined;
  return {
    app,
    /** Health and metrics, served on a port of their own. */
    operations: operations.app,
    db,
    log,
    /** The job workers that `start` registers with the engine. */
    workers: casework.workers,
    async start(): Promise<void> {
      const parts: Jobs[] = [engine.jobs, ...foundation.jobs, ...casework.jobs, ...processes.jobs];
      jobs = await startJobs({
        databaseUrl: config.DATABASE_URL,
        log,
        handlers: Object.assign({}, ...parts.map(({ handlers }) => handlers)),
        schedules: parts.flatMap(({ schedules = [] }) => schedules),
      });
      casework.keeper.start();
      await engine.start({
        workers: [...casework.workers, processes.testRuns.worker],
        deploy: processes.deployBundled,
      });
      processes.testRuns.start();
      casework.startLadder();
    },
    /** Ends the live-update streams and accepts no new ones, so that the HTTP server can close. */
    quiesce: casework.live.close,
    async stop(): Promise<void> {
      casework.live.close();
      await casework.stopLadder();
      await processes.testRuns.stop();
      await foundation.closeSandbox();
      await engine.stop();
      await casework.keeper.stop();
      await jobs?.stop();
      await foundation.close();
    },
  };
}
