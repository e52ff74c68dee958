import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { JobHandler, Schedule } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import { type Loop, startLoop } from '../platform/loop.ts';
import type { AnyWorker } from './define-worker.ts';
import { openEnginePool } from './engine-pool.ts';
import { type DeployedProcess, type EngineCommands, EngineRejected } from './engine-port.ts';
import { type EngineStatus, lagMeter, readStatus } from './engine-status.ts';
import { startRelay } from './outbox-relay.ts';
import { outboxStore } from './outbox-store.ts';
import { createProjector } from './projector.ts';
import { replayQuarantine } from './rebuild-projections.ts';
import { openRecordStream } from './record-stream.ts';
import { maintainPartitions, retentionJobs } from './retention.ts';
import { startWorkers } from './workers-host.ts';
import { openZeebe } from './zeebe-client.ts';

export * from './engine-port.ts';
export { MIGRATED_FROM } from './projections/instances.ts';
export { readElements } from './process-elements.ts';
export { defineWorker, type AnyWorker } from './define-worker.ts';
export type { EngineStatus } from './engine-status.ts';

export type EngineSettings = {
  databaseUrl: string;
  zeebeAddress: string;
  zeebeRestUrl: string;
  recordsHost: string;
  recordsPort: number;
  recordsPassword: string;
};

export type Engine = {
  /** Usable at once; rejects with EngineUnavailable while the engine is down. */
  commands: EngineCommands;
  status(): Promise<EngineStatus>;
  /** Projects these quarantined records again.
   *  @returns how many left the quarantine and how many stay */
  replay(ids: readonly string[]): Promise<{ projected: number; left: number }>;
  /** Nightly maintenance, for the node's one job runner. */
  jobs: { handlers: Record<string, JobHandler>; schedules: Schedule[] };
  /** Opens the record stream. Deployment, relay and workers follow as soon as the engine is reachable; it
   *  does not wait for that.
   *  @throws when the records port is taken or the database cannot be reached */
  start(given: {
    workers: readonly AnyWorker[];
    /** Deploys the product's diagrams to the engine; retried until it resolves. */
    deploy: () => Promise<DeployedProcess[]>;
  }): Promise<{ recordsPort: number }>;
  /** Shuts down in order: no new jobs and messages, running work completes, then the stream, the client and
   *  the connections close. */
  stop(): Promise<void>;
};

const POOL_SIZE = 8;
const DEPLOY_BACK_OFF_MS = [500, 10_000] as const;
/** A deployment under way when the node stops has this long to complete; then its connection is closed. */
const DEPLOY_STOP_TIMEOUT_MS = 3_000;

/** Creates the engine side of one node. Nothing runs before `start`. */
export function openEngine(deps: {
  settings: EngineSettings;
  hub: EventHub;
  clock: Clock;
  log: Log;
}): Engine {
  const { settings, hub, clock, log } = deps;
  const pool = openEnginePool({ databaseUrl: settings.databaseUrl, max: POOL_SIZE, log });
  const zeebe = openZeebe({ address: settings.zeebeAddress, restUrl: settings.zeebeRestUrl });
  const lag = lagMeter(clock);
  const ends: (() => Promise<unknown> | unknown)[] = [];
  let deployed = false;
  let deployment: Loop | undefined;

  async function deployOnce(deploy: () => Promise<DeployedProcess[]>): Promise<void> {
    try {
      const definitions = await deploy();
      log.info(
        { processes: definitions.map(({ processKey, version }) => `${processKey} v${version}`) },
        'deployed',
      );
      deployed = true;
    } catch (error) {
      if (error instanceof EngineRejected)
        log.error(
          { reason: error.message },
          'the engine refuses the diagrams; nothing is started until they are put right',
        );
      throw error;
    }
  }

  function work(workers: readonly AnyWorker[]): void {
    const healthy = () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      );
    const host = startWorkers({ jobs: zeebe.jobs, workers, log, healthy });
    const relay = startRelay({ store: outboxStore(pool), commands: zeebe.commands, clock, log });
    const unsubscribe = hub.subscribe('outbox', relay.wake);
    ends.push(async () => {
      unsubscribe();
      await Promise.all([relay.stop(), host.stop()]);
    });
  }

  return {
    commands: zeebe.commands,
    jobs: retentionJobs(pool),
    status: async () => ({ ...(await readStatus(pool)), lagMs: lag.lagMs(), deployed }),
    replay: (ids) => replayQuarantine(pool, ids),
    async start({ workers, deploy }) {
      await maintainPartitions(pool);
      const { recordsHost, recordsPort, recordsPassword } = settings;
      const projector = createProjector({ pool, log, onProjected: lag.note });
      const stream = await openRecordStream({
        projector,
        host: recordsHost,
        port: recordsPort,
        password: recordsPassword,
        log,
      });
      ends.push(() => stream.close());
      deployment = startLoop({
        round: async ({ signal }) => {
          await deployOnce(deploy);
          if (!signal.aborted) work(workers);
          return 'done';
        },
        backOffMs: DEPLOY_BACK_OFF_MS,
        log,
        failing: 'the diagrams are not deployed yet; trying on',
        recovered: 'the diagrams are deployed now',
      });
      return { recordsPort: stream.port };
    },
    async stop() {
      const deploymentStopped = deployment?.stop();
      await Promise.race([deploymentStopped, pause(DEPLOY_STOP_TIMEOUT_MS, undefined, { ref: false })]);
      for (const end of ends.splice(0).reverse()) await end();
      await zeebe.close();
      await deploymentStopped;
      await pool.end();
    },
  };
}
