import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { API_NODE_OPTIONS } from '#stack/api.ts';
import { ROOT } from '#stack/paths.ts';
import { startChild } from '#stack/supervise.ts';
import { answers, waitUntilReady } from '#stack/wait.ts';
import { BENCH_HOME } from './home.ts';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
/** Linux counts CPU time in hundredths of a second. */
const MS_A_TICK = 10;

/** Program under load, in its own process. */
export type Program = { pid: number; port: number; stop(): Promise<void> };

/** Starts a program of this folder, which reports its port by message. */
export async function startHelper(
  file: string,
  env: Record<string, string> = {},
): Promise<Program & { address: string }> {
  const child = fork(join(ROOT, 'tests', 'bench', 'support', file), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { pid: child.pid as number, port, address: `127.0.0.1:${port}`, stop: () => stop(child) };
}

/** Starts the API as in production: own process, own configuration, log to a file. */
export async function startApiProcess(
  env: Record<string, string>,
  { profileInto }: { profileInto?: string | undefined } = {},
): Promise<Program> {
  const child = startChild(BENCH_HOME, {
    name: `api-${env.PORT}`,
    command: process.execPath,
    args: [
      ...API_NODE_OPTIONS,
      ...profiling(profileInto),
      '--import',
      'tsx',
      join(ROOT, 'api', 'src', 'main.ts'),
    ],
    cwd: ROOT,
    env: { ...process.env, ...env },
    stopWithinMs: STOP_TIMEOUT_MS,
  });
  await waitUntilReady(
    child,
    () => answers(`http://127.0.0.1:${env.OPERATIONS_PORT}/readyz`),
    READY_TIMEOUT_MS,
  );
  return { pid: child.pid, port: Number(env.PORT), stop: () => child.stop() };
}

/** Returns the Node options that write a CPU profile into a folder when the process exits. */
export const profiling = (folder: string | undefined): string[] =>
  folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}

/** Samples the resident memory of a process (MB) and returns the peak; null except on Linux. */
export function watchMemory(pid: number): () => number | null {
  let peak: number | null = null;
  const look = async () => {
    const seen = await memoryMb(pid);
    if (seen !== null) peak = Math.max(peak ?? 0, seen);
  };
  const timer = setInterval(() => void look(), 200);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** @returns the resident memory of a process in MB; null except on Linux */
export async function memoryMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
  return kilobytes ? kilobytes / 1024 : null;
}

/** @returns the CPU time that a process has used, in ms; null except on Linux */
export async function processorMs(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? ticks * MS_A_TICK : null;
}
