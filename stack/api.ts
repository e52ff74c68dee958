import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { startChild, type Child } from './supervise.ts';
import { answers, waitUntilReady } from './wait.ts';

const READY_WITHIN_MS = 60_000;

/** Starts the api and waits until it says that it is ready. */
export async function startApi(home: string, env: Record<string, string>): Promise<Child> {
  const child = startChild(home, {
    name: 'api',
    command: process.execPath,
    args: ['--import', 'tsx', join(ROOT, 'api', 'src', 'main.ts')],
    cwd: ROOT,
    env: { ...process.env, ...env },
    stopWithinMs: 30_000,
  });
  await waitUntilReady(child, () => answers(`http://127.0.0.1:${env.PORT}/readyz`), READY_WITHIN_MS);
  return child;
}
