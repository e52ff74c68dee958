import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_NODE_OPTIONS } from '../../../stack/api.ts';
import { eventually } from '../../support/wait.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LOGS = join(process.env.SHAHRAH_HOME || join(ROOT, '.shahrah'), 'bench', 'log');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;
/** Linux counts in hundredths of a second. */
const MS_A_TICK = 10;

/** A program under load, in its own process. */
export type Program = { pid: number; port: number; stop(): Promise<void> };

/** Starts a program of this folder, which says by message on which port it listens. */
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

/** Starts the api as in operation: its own process, its own configuration, its log into a file. */
export async function startApiProcess(
  env: Record<string, string>,
  { profileInto }: { profileInto?: string | undefined } = {},
): Promise<Program> {
  await mkdir(LOGS, { recursive: true });
  const log = createWriteStream(join(LOGS, `api-${env.PORT}.log`));
  await new Promise((resolve) => log.once('open', resolve));
  const profile = profileInto ? ['--cpu-prof', `--cpu-prof-dir=${profileInto}`] : [];
  const child = spawn(
    process.execPath,
    [...API_NODE_OPTIONS, ...profile, '--import', 'tsx', join(ROOT, 'api', 'src', 'main.ts')],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', log, log] },
  );
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`the api ended with ${child.exitCode}: read ${log.path}`);
      return (await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).ok;
    },
    { timeout: READY_WITHIN_MS, every: 100 },
  );
  return { pid: child.pid as number, port: Number(env.PORT), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}

/** Watches how much memory a process really takes (resident set, MB). Only Linux tells it; elsewhere the peak is null. */
export function watchMemory(pid: number): () => number | null {
  let peak: number | null = null;
  const look = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
    if (kilobytes) peak = Math.max(peak ?? 0, kilobytes / 1024);
  };
  const timer = setInterval(() => void look(), 200);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** @returns the processor time that a process has used, in ms; null where the system does not tell (all but Linux) */
export async function processorMs(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? ticks * MS_A_TICK : null;
}
