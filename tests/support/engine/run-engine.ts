import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openZeebe, type ZeebeClient } from '#api/engine/zeebe-client.ts';
import { freePort } from '#stack/ports.ts';
import { aDatabase, type TestDatabase } from '../database.ts';
import { eventually } from '../wait.ts';

const MAIN = fileURLToPath(new URL('../../../engine/main.ts', import.meta.url));

/** Password with which the engine posts its records. */
export const RECORDS_PASSWORD = 'records-of-tests';

export type RunningEngine = {
  client: ZeebeClient;
  /** gRPC address, host:port. */
  address: string;
  restUrl: string;
  managementUrl: string;
  database: TestDatabase;
  /** Process id of the current process. */
  pid(): number;
  isReady(): Promise<boolean>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the current process has exited, with its exit code or the signal that ended it. */
  ended(): Promise<number | string>;
  /** Restarts it on the same ports and state and waits until it is ready. */
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Sends `kill -9`, then restarts it on the same ports and state. */
  killAndStart(): Promise<void>;
  end(): Promise<void>;
};

export type EngineOptions = {
  partitions?: number;
  recordsPort?: number;
  cacheMb?: number;
  /** Database with the engine's state. Without it, a new database is used and dropped at the end. */
  database?: TestDatabase;
  /** Alternative URL of that database, for example through a proxy. */
  databaseUrl?: string;
  /** Does not wait for readiness: another engine may be the active writer. */
  standby?: boolean;
  /** Delay of the batching exporter, in milliseconds. */
  gathersMs?: number;
};

/** Runs the engine in its own process, on free ports, with its state in a private database. It caches nothing
 *  between commands unless told to. */
export async function runEngine({
  partitions = 1,
  recordsPort,
  cacheMb = 0,
  database: given,
  databaseUrl,
  standby = false,
  gathersMs,
}: EngineOptions = {}): Promise<RunningEngine> {
  const database = given ?? (await aDatabase());
  const [port, restPort, managementPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    ZEEBE_PORT: String(port),
    ZEEBE_REST_PORT: String(restPort),
    ZEEBE_MANAGEMENT_PORT: String(managementPort),
    ZEEBE_PARTITIONS: String(partitions),
    ENGINE_DATABASE_URL: databaseUrl ?? database.engineUrl,
    ENGINE_CACHE_MB: String(cacheMb),
    ENGINE_CLOCK: 'controlled',
    ...(gathersMs === undefined ? {} : { EXPORTER_GATHERS_MS: String(gathersMs) }),
    ENGINE_RECORDS_PORT: recordsPort ? String(recordsPort) : '',
    ENGINE_RECORDS_PASSWORD: RECORDS_PASSWORD,
  };
  const address = `127.0.0.1:${port}`;
  const restUrl = `http://127.0.0.1:${restPort}`;
  const managementUrl = `http://127.0.0.1:${managementPort}`;

  let child: ChildProcess;
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const isReady = async (): Promise<boolean> => !hasEnded() && (await fetch(`${managementUrl}/ready`)).ok;
  const launch = (): void => {
    child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  const start = async (): Promise<void> => {
    launch();
    await eventually(isReady);
  };
  const ended = async (): Promise<number | string> => {
    if (!hasEnded()) await once(child, 'exit');
    return child.exitCode ?? child.signalCode ?? '';
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended();
  };

  if (standby) launch();
  else await start();
  const client = openZeebe({ address, restUrl });
  return {
    client,
    address,
    database,
    restUrl,
    managementUrl,
    pid: () => child.pid ?? 0,
    isReady: () => isReady().catch(() => false),
    signal: (signal) => void child.kill(signal),
    ended,
    start,
    kill: () => stop('SIGKILL'),
    async killAndStart() {
      await stop('SIGKILL');
      await start();
    },
    async end() {
      await client.close();
      await stop('SIGTERM');
      if (!given) await database.drop();
    },
  };
}
