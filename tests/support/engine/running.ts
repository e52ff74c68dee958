import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openZeebe, type ZeebeClient } from '../../../api/src/engine/zeebe-client.ts';
import { aDatabase, type TestDatabase } from '../database.ts';
import { eventually } from '../wait.ts';

const MAIN = fileURLToPath(new URL('../../../engine/main.ts', import.meta.url));

/** With which it posts its records. */
export const RECORDS_PASSWORD = 'records-of-tests';

export type RunningEngine = {
  client: ZeebeClient;
  /** Of its gRPC, host:port. */
  address: string;
  restUrl: string;
  managementUrl: string;
  database: TestDatabase;
  /** `kill -9`, then a start on the same ports and state. */
  killAndStart(): Promise<void>;
  end(): Promise<void>;
};

export type EngineOptions = {
  partitions?: number;
  recordsPort?: number;
  cacheMb?: number;
  /** Whose state it is; without one, a database of its own, dropped at the end. */
  database?: TestDatabase;
};

/** Runs the engine as a process of its own, on free ports, with its state in a database of its own. It keeps nothing in memory over
 *  a command, unless told to. */
export async function runEngine({
  partitions = 1,
  recordsPort,
  cacheMb = 0,
  database: given,
}: EngineOptions = {}): Promise<RunningEngine> {
  const database = given ?? (await aDatabase());
  const [port, restPort, managementPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    ZEEBE_PORT: String(port),
    ZEEBE_REST_PORT: String(restPort),
    ZEEBE_MANAGEMENT_PORT: String(managementPort),
    ZEEBE_PARTITIONS: String(partitions),
    ENGINE_DATABASE_URL: database.engineUrl,
    ENGINE_CACHE_MB: String(cacheMb),
    ENGINE_CLOCK: 'controlled',
    ENGINE_RECORDS_PORT: recordsPort ? String(recordsPort) : '',
    ENGINE_RECORDS_PASSWORD: RECORDS_PASSWORD,
  };
  const address = `127.0.0.1:${port}`;
  const restUrl = `http://127.0.0.1:${restPort}`;
  const managementUrl = `http://127.0.0.1:${managementPort}`;

  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await eventually(async () => {
      if (child.exitCode !== null) return false;
      return (await fetch(`${managementUrl}/ready`)).ok;
    });
    return child;
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  let child = await start();
  const client = openZeebe({ address, restUrl });
  return {
    client,
    address,
    database,
    restUrl,
    managementUrl,
    async killAndStart() {
      await stop('SIGKILL');
      child = await start();
    },
    async end() {
      await client.close();
      await stop('SIGTERM');
      if (!given) await database.drop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
