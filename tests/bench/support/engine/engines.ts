import { startEngine } from '#stack/engine.ts';
import { freePorts } from '#stack/ports.ts';
import type { Child } from '#stack/supervise.ts';
import { environment } from '#tests/support/environment.ts';
import { engineHome } from '../home.ts';
import { profiling } from '../programs.ts';

/** An engine under load. */
export type BenchEngine = {
  readonly address: string;
  readonly restUrl: string;
  /** Where its exporters post. */
  readonly recordsPort: number;
  /** Its process; null where it is somebody's Zeebe, of which nothing is known but its answers. */
  readonly pid: number | null;
  stop(): Promise<void>;
};

/** The embedded engine, which can be started again on the same data and ports. */
export type OwnEngine = BenchEngine & {
  start(): Promise<void>;
  /** `kill -9`; settles when the process is gone. */
  kill(): Promise<void>;
};

export type EngineRun = {
  /** Names its folder, its journal and its log. */
  name: string;
  /** The database of its state. */
  databaseUrl: string;
  /** Where its exporters post; a free port when nobody listens yet. */
  recordsPort?: number | undefined;
  profileInto?: string | undefined;
};

/** Starts the embedded engine as in operation, with its real clock and the delays of real exporters. */
export async function startOwnEngine(run: EngineRun): Promise<OwnEngine> {
  const ports = await freePorts({});
  const recordsPort = run.recordsPort ?? ports.ENGINE_RECORDS_PORT;
  const options = {
    home: engineHome(run.name),
    ports: { ...ports, ENGINE_RECORDS_PORT: recordsPort },
    engineRecordsPassword: environment.recordsPassword,
    databaseUrl: run.databaseUrl,
    partitions: 1,
    forTests: false,
    nodeOptions: profiling(run.profileInto),
  };
  let child: Child | undefined = await startEngine(options);
  return {
    address: `127.0.0.1:${ports.ZEEBE_PORT}`,
    restUrl: `http://127.0.0.1:${ports.ZEEBE_REST_PORT}`,
    recordsPort,
    get pid() {
      return child?.pid ?? null;
    },
    async start() {
      child = await startEngine(options);
    },
    async kill() {
      await child?.kill();
      child = undefined;
    },
    async stop() {
      await child?.stop();
      child = undefined;
    },
  };
}

/** The Zeebe of one's own that ZEEBE_ADDRESS and ZEEBE_REST_URL name, whose exporters post to ENGINE_RECORDS_PORT of this machine;
 *  undefined when none is named. */
export function configuredZeebe(env: NodeJS.ProcessEnv = process.env): BenchEngine | undefined {
  const { ZEEBE_ADDRESS: address, ZEEBE_REST_URL: restUrl } = env;
  if (!address || !restUrl) return undefined;
  return { address, restUrl, recordsPort: environment.recordsPort, pid: null, stop: async () => {} };
}

/** The engine to measure: somebody's Zeebe where one is named, the embedded one otherwise. */
export const startBenchEngine = async (run: EngineRun): Promise<BenchEngine> =>
  configuredZeebe() ?? (await startOwnEngine(run));
