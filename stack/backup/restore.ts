import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { requireSpace } from '../disk-space.ts';
import { POSTGRES_MAJOR } from '../pins.ts';
import { placePostgres, postgresDataIn, type PostgresPlace } from '../postgres-programs.ts';
import { StackProblem } from '../stack-problem.ts';
import { claimHome } from '../supervise.ts';
import { type BackupFile, copyFile, inParallel, makeFolder, syncFolders, syncName } from './copy.ts';
import { BESIDE_POSTGRES, type Manifest, PLATFORM, POSTGRES, readManifest } from './manifest.ts';

const UNFINISHED = '.restoring';

/** Restores a backup into a home that holds no data yet. The next start of PostgreSQL there recovers its
 *  files to one moment, the end of the backup. Nothing is moved into place before every file has been copied
 *  and compared, so a failed restore can be repeated.
 *  @returns when the backup was made
 *  @throws StackProblem when the backup is damaged or from another kind of machine, when there is data, or
 *  when Shahrah runs there */
export async function restoreBackup(from: string, home: string): Promise<string> {
  const claim = await claimHome(home);
  try {
    const manifest = readManifest(from);
    requireSameKind(from, manifest);
    requireEmpty(home);
    const place = await placePostgres(home);
    const moves = placesOf(manifest, home, place.data);
    try {
      await copyAll(from, manifest, { home, place });
      for (const path of moves) await rename(path + UNFINISHED, path);
      for (const path of moves) await syncName(path);
    } finally {
      for (const path of moves) await rm(path + UNFINISHED, { recursive: true, force: true });
    }
    return manifest.madeAt;
  } finally {
    claim.release();
  }
}

/** Returns the paths that are moved into place at the end, PostgreSQL's data last. */
const placesOf = ({ files }: Manifest, home: string, data: string): string[] => [
  ...files.filter(isBeside).map(({ path }) => join(home, path)),
  data,
];

const isBeside = ({ path }: BackupFile): boolean => BESIDE_POSTGRES.includes(path);

function requireSameKind(from: string, { postgres, platform }: Manifest): void {
  if (postgres === POSTGRES_MAJOR && platform === PLATFORM) return;
  throw new StackProblem(
    `${from} is of PostgreSQL ${postgres} on ${platform} and this is PostgreSQL ${POSTGRES_MAJOR} on ${PLATFORM}: restore it where they are the same.`,
  );
}

function requireEmpty(home: string): void {
  const found = [postgresDataIn(home), ...BESIDE_POSTGRES.map((path) => join(home, path))].find(
    (path) => path && existsSync(path),
  );
  if (!found) return;
  throw new StackProblem(
    `There is data already (${found}) and it is not overwritten: restore into another SHAHRAH_HOME, or delete what is here with npm run reset.`,
  );
}

async function copyAll(
  from: string,
  { folders, files }: Manifest,
  { home, place }: { home: string; place: PostgresPlace },
): Promise<void> {
  const { data, uid, gid } = place;
  const give = async (path: string) => {
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  };
  const target = (path: string) => join(data + UNFINISHED, relative(POSTGRES, path));

  await mkdir(dirname(data), { recursive: true });
  if (uid !== undefined) await chmod(dirname(data), 0o755);
  await requireSpace(
    dirname(data),
    files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const folder of [POSTGRES, ...folders]) {
    await makeFolder(target(folder));
    await give(target(folder));
  }
  for (const file of files.filter(isBeside)) {
    await mkdir(dirname(join(home, file.path)), { recursive: true });
    await copyWhole(from, file, join(home, file.path) + UNFINISHED);
  }
  const ofPostgres = files.filter((file) => !isBeside(file));
  await inParallel(ofPostgres, async (file) => {
    await copyWhole(from, file, target(file.path));
    await give(target(file.path));
  });
  await syncFolders(data + UNFINISHED);
}

async function copyWhole(from: string, { path, bytes, sha256 }: BackupFile, to: string): Promise<void> {
  const source = join(from, path);
  const found = existsSync(source) && (await copyFile(source, to));
  if (found && found.bytes === bytes && found.sha256 === sha256) return;
  throw new StackProblem(
    `${source} is ${found ? 'not what was backed up' : 'missing'}: the backup is damaged, take another one.`,
  );
}
