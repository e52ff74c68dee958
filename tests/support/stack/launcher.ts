import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#stack/paths.ts';
import { eventually } from '../wait.ts';

export type Launcher = {
  /** Returns all output so far, as plain text. */
  output(): string;
  /** Exit code. */
  readonly exited: Promise<number | null>;
  /** Returns the process id of a component, or of the `launcher` itself, from its pid file. */
  pidOf(component: string): number;
  /** Waits until it has printed this. */
  says(words: string | RegExp): Promise<void>;
  /** Signals the command, like the terminal that runs it. */
  kill(signal: NodeJS.Signals): void;
};

/** Starts a launcher command and waits until it has printed `until`.
 *  @param command what Node runs, from the root of the clone
 *  @param home directory in which the launcher keeps its processes */
export async function aLauncher({
  home,
  command,
  env,
  until,
  within = 50_000,
}: {
  home: string;
  command: readonly string[];
  env: Record<string, string>;
  until: string;
  within?: number;
}): Promise<Launcher> {
  const child = spawn(process.execPath, command, {
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
  try {
    await Promise.race([says(until, within), ended]);
  } catch (error) {
    child.kill('SIGTERM');
    await exited;
    throw error;
  }
  return {
    output: () => output,
    exited,
    pidOf: (component) =>
      (JSON.parse(readFileSync(join(home, 'run', `${component}.json`), 'utf8')) as { pid: number }).pid,
    says: async (words) => void (await says(words)),
    kill: (signal) => void child.kill(signal),
  };
}
