import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFileLock } from '../file-lock.ts';
import { portOfRunning, postgresUrls } from '../postgres.ts';
import { postgresDataIn } from '../postgres-programs.ts';
import { secretsOf } from '../secrets.ts';
import { StackProblem } from '../stack-problem.ts';
import { type BaseBackup, baseBackup } from './base-backup.ts';
import { type BackupFile, copyAtRest, makeFolder, syncFolders, syncName } from './copy.ts';
import { BESIDE_POSTGRES, POSTGRES, writeManifest } from './manifest.ts';

/** A completed backup. */
export interface Backup {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

const PREFIX = 'shahrah-';
const UNFINISHED = '.unfinished';

/** Backs up the running system of a home into a new folder below `to`, named by the time. Everybody can
 *  continue to work. An interrupted backup is none, and the next one deletes it.
 *  @throws StackProblem when its PostgreSQL does not run, is not the embedded one, or the disk is too
 *  small */
export async function takeBackup(home: string, to: string, at = new Date()): Promise<Backup> {
  const data = postgresDataIn(home);
  const port = data && portOfRunning(data);
  if (!data || !port)
    throw new StackProblem(
      `No embedded PostgreSQL runs from ${home}: start Shahrah with npm start and back it up while it runs; a database that DATABASE_URL names is backed up where it runs (docs/operations.md).`,
    );
  const { adminUrl } = postgresUrls(port, secretsOf(home));
  await mkdir(to, { recursive: true, mode: 0o700 });
  return withFileLock(join(to, '.lock'), async () => {
    const folder = join(to, `${PREFIX}${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`);
    if (existsSync(folder))
      throw new StackProblem(
        `${folder} is there already and is not overwritten: wait a second, and try again.`,
      );
    for (const name of await readdir(to))
      if (name.startsWith(PREFIX) && name.endsWith(UNFINISHED)) await rm(join(to, name), { recursive: true });
    const fresh = folder + UNFINISHED;
    const { folders, files } = await fill(fresh, { home, data, adminUrl });
    await writeManifest(fresh, {
      madeAt: new Date().toISOString(),
      postgres: Number(readFileSync(join(data, 'PG_VERSION'), 'utf8')),
      folders,
      files,
    });
    await syncFolders(fresh);
    await rename(fresh, folder);
    await syncName(folder);
    return { folder, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
}

async function fill(
  fresh: string,
  { home, data, adminUrl }: { home: string; data: string; adminUrl: string },
): Promise<BaseBackup> {
  await makeFolder(fresh);
  const base = await baseBackup(adminUrl, data, join(fresh, POSTGRES));
  const folders = base.folders.map((path) => join(POSTGRES, path));
  const files = base.files.map((file): BackupFile => ({ ...file, path: join(POSTGRES, file.path) }));
  for (const path of BESIDE_POSTGRES.filter((path) => existsSync(join(home, path)))) {
    await makeFolder(dirname(join(fresh, path)));
    files.push({ path, ...(await copyAtRest(join(home, path), join(fresh, path))) });
  }
  return { folders, files };
}
