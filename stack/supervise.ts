import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rotateLog, startLogRotation } from '../common/node/log-rotation.ts';
import { privateFolder } from './private-folder.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { StackProblem } from './stack-problem.ts';

/** A process to run, and how it is stopped. */
export interface ChildSpec {
  /** Readable and unique in this home: names the log and the pid file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly stopSignal?: NodeJS.Signals;
  /** After this long a stop becomes a kill. */
  readonly stopWithinMs?: number;
  /** It gets the name of its log in LOG_FILE, and rotates that itself, without losing a line. */
  readonly rotatesItsLog?: boolean;
}

/** A running child. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<string>;
  /** Asks it to stop, waits, and kills it when it takes too long. */
  stop(): Promise<void>;
  /** `kill -9`, for tests of crashes. */
  kill(): Promise<void>;
}

interface PidFile extends ProcessIdentity {
  readonly name: string;
  readonly order: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
}

/** The folders of a home that belong to running processes. */
export const runFolder = (home: string): string => join(home, 'run');
export const logFolder = (home: string): string => join(home, 'log');

function openLog(home: string, name: string): { file: string; fd: number } {
  privateFolder(logFolder(home));
  const file = join(logFolder(home), `${name}.log`);
  rotateLog(file);
  return { file, fd: openSync(file, 'a') };
}

let started = 0;

/** Starts a process in its own process group, so that Ctrl-C reaches only the launcher and the stop is in
 *  order. Its output goes to a file, so that it survives a killed launcher, and a pid file lets the next
 *  launcher find it. */
export function startChild(home: string, spec: ChildSpec): Child {
  const log = openLog(home, spec.name);
  privateFolder(runFolder(home));
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd ?? '/',
    env: { ...(spec.env ?? process.env), ...(spec.rotatesItsLog ? { LOG_FILE: log.file } : {}) },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  closeSync(log.fd);
  const exited = settle(child);
  if (!spec.rotatesItsLog) void exited.then(startLogRotation(log.file));
  const pid = child.pid;
  if (pid === undefined) throw new StackProblem(`${spec.command} could not be run: see ${log.file}.`);
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const stopWithinMs = spec.stopWithinMs ?? 20_000;
  const identity = identify(pid) ?? { pid, born: 'gone at once' };
  const pidFile = join(runFolder(home), `${spec.name}.json`);
  const content: PidFile = { ...identity, name: spec.name, order: ++started, stopSignal, stopWithinMs };
  try {
    writeFileSync(pidFile, JSON.stringify(content));
  } catch (error) {
    killGroup(pid);
    throw error;
  }

  return {
    name: spec.name,
    pid,
    logFile: log.file,
    exited,
    async stop() {
      await endProcess(identity, stopSignal, stopWithinMs);
      await exited;
      rmSync(pidFile, { force: true });
    },
    async kill() {
      killGroup(pid);
      await exited;
      rmSync(pidFile, { force: true });
    },
  };
}

const settle = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });

/** Signals the first of the targets that exists; a negative number is a process group. */
function signalFirst(targets: readonly number[], signal: NodeJS.Signals): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

const killGroup = (pid: number): void => signalFirst([-pid, pid], 'SIGKILL');

async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  withinMs: number,
): Promise<void> {
  if (!isAlive(identity)) return;
  signalFirst([identity.pid], signal);
  const deadline = Date.now() + withinMs;
  while (isAlive(identity)) {
    if (Date.now() > deadline) killGroup(identity.pid);
    await pause(50);
  }
}

/** Other files in the folder. */
const NO_CHILDREN = new Set(['launcher.json', 'addresses.json']);

function readPidFiles(home: string): { file: string; content: PidFile | undefined }[] {
  if (!existsSync(runFolder(home))) return [];
  return readdirSync(runFolder(home))
    .filter((name) => name.endsWith('.json') && !NO_CHILDREN.has(name))
    .map((name) => {
      const file = join(runFolder(home), name);
      try {
        return { file, content: JSON.parse(readFileSync(file, 'utf8')) as PidFile };
      } catch {
        return { file, content: undefined };
      }
    });
}

/** Ends what a killed launcher left running in this home, last started first, and returns the names of the
 *  ended processes. */
export async function endOrphans(home: string): Promise<string[]> {
  const ended: string[] = [];
  const files = readPidFiles(home).sort((a, b) => (b.content?.order ?? 0) - (a.content?.order ?? 0));
  for (const { file, content } of files) {
    if (content && isAlive(content)) {
      await endProcess(content, content.stopSignal, content.stopWithinMs);
      ended.push(content.name);
    }
    rmSync(file, { force: true });
  }
  return ended;
}

/** Ends the process with this name in this home, if any: a child that never became ready has nobody to stop
 *  it. */
export async function endChild(home: string, name: string): Promise<void> {
  const found = readPidFiles(home).find(({ content }) => content?.name === name);
  if (found?.content) await endProcess(found.content, found.content.stopSignal, found.content.stopWithinMs);
}

interface LauncherFile extends ProcessIdentity {
  /** True when it has been asked to stop and will end soon. */
  readonly stopping?: boolean;
}

const launcherFile = (home: string): string => join(runFolder(home), 'launcher.json');

/** Makes this process the only launcher of the home. It waits for a launcher that is stopping.
 *  @throws StackProblem when another launcher runs there */
export async function claimHome(home: string): Promise<{ markStopping(): void; release(): void }> {
  let owner = launcherOf(home);
  while (owner?.stopping) {
    await pause(100);
    owner = launcherOf(home);
  }
  if (owner) {
    throw new StackProblem(
      `Shahrah already runs from ${home}: stop it with Ctrl-C where it was started, or with: kill ${owner.pid}`,
    );
  }
  privateFolder(runFolder(home));
  const write = (more: object) =>
    writeFileSync(launcherFile(home), JSON.stringify({ ...identify(process.pid), ...more }));
  write({});
  return {
    markStopping: () => write({ stopping: true }),
    release: () => rmSync(launcherFile(home), { force: true }),
  };
}

/** Returns the launcher that runs from this home, if any. */
export function launcherOf(home: string): LauncherFile | undefined {
  try {
    const owner = JSON.parse(readFileSync(launcherFile(home), 'utf8')) as LauncherFile;
    return owner.pid !== process.pid && isAlive(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}
