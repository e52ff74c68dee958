import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '#stack/paths.ts';

/** What a command printed, and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `node stack/bootstrap.mjs …` to its end. `preload` is code that runs first. */
export function runBootstrap(
  args: readonly string[],
  { env = {}, preload = '', stdin = '' }: { env?: NodeJS.ProcessEnv; preload?: string; stdin?: string } = {},
): Promise<Outcome> {
  const options = preload ? ['--import', `data:text/javascript,${encodeURIComponent(preload)}`] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...options, join(ROOT, 'stack', 'bootstrap.mjs'), ...args], {
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(stdin);
  });
}
