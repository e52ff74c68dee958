import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openZeebe, type ZeebeClient } from '../../../api/src/engine/zeebe-client.ts';
import { eventually } from '../wait.ts';

const MAIN = fileURLToPath(new URL('../../../engine/main.ts', import.meta.url));

export type RunningEngine = {
  client: ZeebeClient;
  restUrl: string;
  managementUrl: string;
  /** `kill -9`, then a start on the same ports and journal. */
  killAndStart(): Promise<void>;
  end(): Promise<void>;
};

/** Runs the engine as a process of its own, on free ports, with its journal in a folder of its own. */
export async function runEngine({
  partitions = 1,
  recordsPort,
}: { partitions?: number; recordsPort?: number } = {}): Promise<RunningEngine> {
  const home = mkdtempSync(join(tmpdir(), 'engine-engine-'));
  const [port, restPort, managementPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    ZEEBE_PORT: String(port),
    ZEEBE_REST_PORT: String(restPort),
    ZEEBE_MANAGEMENT_PORT: String(managementPort),
    ZEEBE_PARTITIONS: String(partitions),
    ENGINE_HOME: home,
    ENGINE_CLOCK: 'controlled',
    ENGINE_RECORDS_PORT: recordsPort ? String(recordsPort) : '',
    ENGINE_RECORDS_PASSWORD: 'records',
  };
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
  const client = openZeebe({ address: `127.0.0.1:${port}`, restUrl });
  return {
    client,
    restUrl,
    managementUrl,
    async killAndStart() {
      await stop('SIGKILL');
      child = await start();
    },
    async end() {
      await client.close();
      await stop('SIGTERM');
      rmSync(home, { recursive: true, force: true });
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
