import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { type Child, startChild } from './supervise.ts';
import { answers, waitUntilReady } from './wait.ts';

const READY_TIMEOUT_MS = 60_000;

/** Under load, Node by itself accumulates 150 MB of garbage before it collects: its heap limit follows the
 *  size of the machine. Collecting sooner costs no measurable speed. The Dockerfile sets the same. */
export const API_NODE_OPTIONS = ['--heap-growing-percent=40'];

/** Starts the api and waits until it is ready. */
export async function startApi(home: string, env: Record<string, string>): Promise<Child> {
  const child = startChild(home, {
    name: 'api',
    command: process.execPath,
    args: [...API_NODE_OPTIONS, '--import', 'tsx', join(ROOT, 'api', 'src', 'main.ts')],
    cwd: ROOT,
    env: { ...process.env, ...env },
    stopWithinMs: 30_000,
    rotatesItsLog: true,
  });
  await waitUntilReady(
    child,
    () => answers(`http://127.0.0.1:${env.OPERATIONS_PORT}/readyz`),
    READY_TIMEOUT_MS,
  );
  return child;
}
