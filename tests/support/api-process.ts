import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '#stack/ports.ts';
import { apiVariables } from './api.ts';
import type { TestDatabase } from './database.ts';
import { recordCheckedDeployment } from './fixtures/checked-deployment.ts';
import { eventually } from './wait.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_WITHIN_MS = 120_000;

export type ApiProcess = {
  readonly url: string;
  /** Base URL of health and metrics. */
  readonly operationsUrl: string;
  /** Restarts it on the same port; resolves when it is ready. */
  start(): Promise<void>;
  /** Sends `kill -9`; resolves when the process has exited. */
  kill(): Promise<void>;
  /** Shuts it down; resolves when it has exited. Does nothing if it is not running. */
  stop(): Promise<void>;
};

/** Runs the API in its own process, as in production, so that tests can kill it. It uses the real clock. Call
 *  `stop` in `after`. */
export async function anApiProcess({
  database,
  config = {},
}: {
  database: TestDatabase;
  /** Variables that differ from the test defaults. */
  config?: Record<string, string>;
}): Promise<ApiProcess> {
  await recordCheckedDeployment(database.db);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const operationsPort = await freePort();
  const operationsUrl = `http://127.0.0.1:${operationsPort}`;
  const variables = {
    ...apiVariables(database),
    PORT: String(port),
    OPERATIONS_PORT: String(operationsPort),
    ...config,
  };
  let child: ChildProcess | undefined;
  let gone: Promise<unknown> = Promise.resolve();

  async function start(): Promise<void> {
    const started = spawn(process.execPath, ['--import', 'tsx', 'api/src/main.ts'], {
      cwd: ROOT,
      env: { ...process.env, ...variables },
      stdio: ['ignore', process.env.LOG_LEVEL ? 'inherit' : 'ignore', 'inherit'],
    });
    child = started;
    gone = new Promise((resolve) => started.once('exit', resolve));
    const ended = gone.then(() => {
      throw new Error(`the api ended with ${started.exitCode ?? started.signalCode} while it started`);
    });
    const ready = eventually(async () => (await fetch(`${operationsUrl}/readyz`)).ok, {
      timeout: READY_WITHIN_MS,
      every: 50,
    });
    await Promise.race([ready, ended]).catch(async (error: unknown) => {
      await end('SIGKILL');
      throw error;
    });
    ended.catch(() => undefined);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    child?.kill(signal);
    await gone;
    child = undefined;
  }

  await start();
  return { url, operationsUrl, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
