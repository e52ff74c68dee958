import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../stack/paths.ts';
import { eventually } from './wait.ts';

export type Launcher = {
  /** Process number of the launcher. */
  readonly pid: number;
  /** All that it has printed, as people read it. */
  output(): string;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
  /** Process number of a component, as its pid file says. */
  pidOf(component: string): number;
  /** Waits until it has printed this. */
  says(words: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
};

/** Starts a command that launches things, and waits until it has printed `until`.
 *  @param home the folder in which it keeps its processes */
export async function aLauncher({
  home,
  command,
  env,
  until,
  within = 50_000,
}: {
  home: string;
  command: readonly [file: string, ...args: string[]];
  env: Record<string, string>;
  until: string;
  within?: number;
}): Promise<Launcher> {
  const [file, ...args] = command;
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, file), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ended = exited.then((code) => {
    throw new Error(`the launcher ended with ${code}: ${output}`);
  });
  ended.catch(() => {});
  const says = (words: string | RegExp, timeout = 50_000) =>
    eventually(
      () => {
        if (output.search(words) < 0) throw new Error(`it did not say ${String(words)}, only:\n${output}`);
        return true;
      },
      { timeout },
    );
  await Promise.race([says(until, within), ended]);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    pidOf: (component) =>
      (JSON.parse(readFileSync(join(home, 'run', `${component}.json`), 'utf8')) as { pid: number }).pid,
    says: async (words) => void (await says(words)),
    kill: (signal) => void child.kill(signal),
  };
}
