import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers of passed, failed and skipped tests of a suite. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Description of each failure, as far as known. */
  readonly failures: readonly string[];
  /** Time that each test file took, its hooks included. */
  readonly files: readonly { file: string; ms: number }[];
}

const MOCHA = fileURLToPath(new URL('../../node_modules/mocha/bin/mocha.js', import.meta.url));
const REPORTER = fileURLToPath(new URL('tally-reporter.ts', import.meta.url));

/** Time that a process has to exit after its tests are over. */
const END_WITHIN_MS = 20_000;
const LEFT_OPEN = `The tests are over, but their process did not end within ${END_WITHIN_MS / 1000} s: something was left open.`;

export interface MochaRun {
  readonly files: readonly string[];
  /** Number of processes that share the files out among them. */
  readonly lanes: number;
  readonly env: NodeJS.ProcessEnv;
  /** Prints output at the end instead of as it comes, so that it does not mix with that of parallel runs. */
  readonly printsAtEnd: boolean;
}

/** Runs test files with mocha. Anything that keeps it from reporting, such as a file that cannot be loaded,
 *  counts as a failed test. So does a process that does not exit because something was left open; the
 *  processes of several lanes are ended without that check. */
export async function runMocha(run: MochaRun): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'));
  const tallyFile = join(folder, 'tally.json');
  try {
    const leftOpen = await mochaProcess({ ...run, env: { ...run.env, TALLY_FILE: tallyFile } }, folder);
    const tally = readTally(tallyFile);
    if (!tally)
      return {
        passed: 0,
        failed: 1,
        skipped: 0,
        failures: ['The process ended without a report.'],
        files: [],
      };
    if (!leftOpen) return tally;
    return { ...tally, failed: tally.failed + 1, failures: [...tally.failures, LEFT_OPEN] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mochaProcess({ files, lanes, env, printsAtEnd }: MochaRun, tallyFolder: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const out = printsAtEnd ? 'pipe' : 'inherit';
    const parallel = lanes > 1 ? ['--parallel', '--jobs', String(lanes)] : [];
    const child = spawn(process.execPath, [MOCHA, '--reporter', REPORTER, ...parallel, ...files], {
      env,
      stdio: ['ignore', out, out],
      detached: true,
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => printed.push(part));
    const stop = () => endGroup(child.pid);
    let leftOpen = false;
    let timer: NodeJS.Timeout | undefined;
    const watcher = watch(tallyFolder, () => {
      timer ??= setTimeout(() => {
        leftOpen = true;
        console.error(LEFT_OPEN);
        stop();
      }, END_WITHIN_MS);
    });
    process.once('exit', stop);
    child.once('error', reject);
    child.once('close', () => {
      process.stdout.write(Buffer.concat(printed));
      clearTimeout(timer);
      watcher.close();
      process.off('exit', stop);
      resolve(leftOpen);
    });
  });
}

/** Kills the process and everything it started. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readTally(file: string): Tally | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return undefined;
  }
}
