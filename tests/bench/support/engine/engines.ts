import { startEngine } from '#stack/engine.ts';
import { freePorts } from '#stack/ports.ts';
import type { Child } from '#stack/supervise.ts';
import { environment } from '#tests/support/environment.ts';
import { engineHome } from '../home.ts';
import { profiling } from '../programs.ts';

/** Engine under load. */
export type BenchEngine = {
  readonly address: string;
  readonly restUrl: string;
  /** Port to which its exporters post. */
  readonly recordsPort: number;
  /** Process id; null for an external Zeebe, of which only its responses are known. */
  readonly pid: number | null;
  stop(): Promise<void>;
};

/** Embedded engine, which can be restarted on the same data and ports. */
export type OwnEngine = BenchEngine & {
  start(): Promise<void>;
  /** Sends `kill -9`; resolves when the process has exited. */
  kill(): Promise<void>;
};

export type EngineRun = {
  /** Name for its folder, journal and log. */
  name: string;
  /** Database with its state. */
  databaseUrl: string;
  /** Port to which its exporters post; defaults to a free port on which nothing listens yet. */
  recordsPort?: number | undefined;
  profileInto?: string | undefined;
};

/** Starts the embedded engine as in production, with the real clock and real exporter delays. */
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

/** Returns the external Zeebe named by ZEEBE_ADDRESS and ZEEBE_REST_URL, whose exporters post to
 *  ENGINE_RECORDS_PORT on this machine; undefined if none is named. */
export function configuredZeebe(env: NodeJS.ProcessEnv = process.env): BenchEngine | undefined {
  const { ZEEBE_ADDRESS: address, ZEEBE_REST_URL: restUrl } = env;
  if (!address || !restUrl) return undefined;
  return { address, restUrl, recordsPort: environment.recordsPort, pid: null, stop: async () => {} };
}

/** Returns the engine to measure: the external Zeebe if one is named, otherwise the embedded one. */
export const startBenchEngine = async (run: EngineRun): Promise<BenchEngine> =>
  configuredZeebe() ?? (await startOwnEngine(run));
