import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { ensureFolder } from '#stack/archive.ts';
import { ROOT } from '#stack/paths.ts';
import { freePorts } from '#stack/ports.ts';
import { startChild } from '#stack/supervise.ts';
import { answers, waitUntilReady } from '#stack/wait.ts';
import { environment } from '#tests/support/environment.ts';
import { BENCH_HOME, engineHome } from '../home.ts';
import type { BenchEngine } from './engines.ts';

/** Last commit whose engine kept all state in memory and never waited for the disk: the engine double of the
 *  tests. */
export const PREVIOUS_COMMIT = '705fc95';

const READY_TIMEOUT_MS = 60_000;

/** Starts the engine double of PREVIOUS_COMMIT with the packages of this checkout.
 *  @returns undefined if the history does not go back that far (shallow clone) */
export async function startPreviousEngine(): Promise<BenchEngine | undefined> {
  const checkout = await checkOut(PREVIOUS_COMMIT);
  if (!checkout) return undefined;
  const home = engineHome(PREVIOUS_COMMIT);
  const ports = await freePorts({});
  const child = startChild(home, {
    name: 'engine',
    command: process.execPath,
    args: ['--import', 'tsx', join(checkout, 'tests', 'support', 'engine-double', 'main.ts')],
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ZEEBE_PORT: String(ports.ZEEBE_PORT),
      ZEEBE_REST_PORT: String(ports.ZEEBE_REST_PORT),
      ZEEBE_MANAGEMENT_PORT: String(ports.ZEEBE_MANAGEMENT_PORT),
      ZEEBE_PARTITIONS: '1',
      ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      ENGINE_RECORDS_PASSWORD: environment.recordsPassword,
      ENGINE_DOUBLE_HOME: join(home, 'journal'),
    },
  });
  const ready = () => answers(`http://127.0.0.1:${ports.ZEEBE_MANAGEMENT_PORT}/ready`);
  await waitUntilReady(child, ready, READY_TIMEOUT_MS);
  return {
    address: `127.0.0.1:${ports.ZEEBE_PORT}`,
    restUrl: `http://127.0.0.1:${ports.ZEEBE_REST_PORT}`,
    recordsPort: ports.ENGINE_RECORDS_PORT,
    pid: child.pid,
    stop: () => child.stop(),
  };
}

/** Unpacks the files of a commit, once. Unlike a worktree, `git archive` leaves nothing behind in the
 *  repository.
 *  @returns the folder; undefined if the commit does not exist */
async function checkOut(commit: string): Promise<string | undefined> {
  const known = spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT, stdio: 'ignore' });
  if (known.status !== 0) return undefined;
  const folder = join(BENCH_HOME, commit);
  await ensureFolder(folder, commit, async (fresh) => {
    const git = spawn('git', ['archive', '--format=tar', commit], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(git, 'exit');
    await pipeline(git.stdout, tar.x({ cwd: fresh }));
    const [code] = (await exited) as [number | null];
    if (code !== 0) throw new Error(`git archive of ${commit} ended with ${code}`);
    symlinkSync(join(ROOT, 'node_modules'), join(fresh, 'node_modules'));
  });
  return folder;
}
