import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { requireSpace } from '../disk-space.ts';
import { StackProblem } from '../stack-problem.ts';
import { type BackupFile, copyAtRest, copyFile, inParallel, makeFolder, writeFile } from './copy.ts';

/** Contents of a base backup, with paths below its folder. */
export interface BaseBackup {
  readonly folders: string[];
  readonly files: BackupFile[];
}

/** Folders that the server fills anew, or whose content is meaningless elsewhere; they are copied empty, as
 *  pg_basebackup does. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);

/** Files of the running server, half-written ones, and caches. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label|tablespace_map|backup_manifest|pg_internal\.init.*|.*\.tmp|pgsql_tmp.*|t\d+_\d+.*)$/;

/** The start of the next recovery is in `backup_label`; the server checks this file against it, so it is
 *  copied last. */
const CONTROL = join('global', 'pg_control');

/** Copies the data folder of a running server so that a server can be started on the copy: PostgreSQL's
 *  low-level base backup. Readers and writers continue. The copy is as of its end: everything committed
 *  before is in it, completely, in all databases.
 *  Its files are from different moments and some are torn. The WAL from the start to the end of the backup is
 *  copied too, and a start on the copy replays it. A replication slot keeps that WAL until then; it is
 *  dropped with the connection.
 *  @param adminUrl the server as a superuser
 *  @param target does not exist yet */
export async function baseBackup(adminUrl: string, data: string, target: string): Promise<BaseBackup> {
  const server = new pg.Client({ connectionString: adminUrl, application_name: 'shahrah-backup' });
  server.on('error', () => {});
  const name = `shahrah_backup_${process.pid}`;
  await server.connect();
  try {
    const { bytes } = await ask<{ bytes: string }>(server, SIZE);
    await requireSpace(dirname(target), Number(bytes));
    await ask(server, 'select pg_create_physical_replication_slot($1, true, true)', [name]);
    await ask(server, 'select pg_backup_start($1, fast => true)', [name]);
    const copied = await copyTree(data, target);
    const stopped = await ask<Stopped>(server, STOP);
    const label = await writeFile(join(target, 'backup_label'), stopped.label);
    const log = await copyLog(join(data, 'pg_wal'), join(target, 'pg_wal'), segmentsOf(stopped));
    copied.files.push({ path: 'backup_label', ...label }, ...log);
    return copied;
  } finally {
    await server.end();
  }
}

async function ask<Row extends pg.QueryResultRow>(
  server: pg.Client,
  sql: string,
  values: unknown[] = [],
): Promise<Row> {
  try {
    return (await server.query<Row>(sql, values)).rows[0] as Row;
  } catch (cause) {
    throw new StackProblem(`PostgreSQL broke the backup off: ${(cause as Error).message}.`, { cause });
  }
}

const SIZE = 'select sum(pg_database_size(oid))::text as bytes from pg_database';

type Stopped = {
  readonly label: string;
  /** Name of the last WAL segment that the copy needs. */
  readonly last: string;
  readonly segment_bytes: string;
};

/** The server need not wait for a WAL archive: the WAL is copied from the data folder. */
const STOP = `
  select labelfile as label, pg_walfile_name(lsn - 1) as last,
         (select setting from pg_settings where name = 'wal_segment_size') as segment_bytes
    from pg_backup_stop(wait_for_archive => false)`;

async function copyTree(data: string, target: string): Promise<BaseBackup> {
  const folders: string[] = [];
  const paths: string[] = [];
  await look('');
  const copied = await inParallel(paths, (path) =>
    copyFile(join(data, path), join(target, path)).catch(unlessGone(join(data, path))),
  );
  const files = paths.flatMap((path, at) => (copied[at] ? [{ path, ...copied[at] }] : []));
  files.push({ path: CONTROL, ...(await copyAtRest(join(data, CONTROL), join(target, CONTROL))) });
  return { folders, files };

  async function look(path: string): Promise<void> {
    await makeFolder(join(target, path));
    if (path) folders.push(path);
    for (const entry of EMPTIED.has(path) ? [] : await entriesOf(join(data, path))) {
      const below = join(path, entry.name);
      if (LEFT_OUT.test(entry.name) || below === CONTROL) continue;
      if (entry.isDirectory() || EMPTIED.has(below)) await look(below);
      else if (entry.isFile()) paths.push(below);
      else
        throw new StackProblem(
          `${join(data, below)} leads out of the data folder, and what is there would be missing: use pg_basebackup.`,
        );
    }
  }
}

/** Files and folders of dropped tables and databases may vanish while they are copied; the WAL repeats the
 *  drop. */
const unlessGone = (source: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT' || error.path !== source) throw error;
  return undefined;
};

const entriesOf = async (folder: string) =>
  (await readdir(folder, { withFileTypes: true }).catch(unlessGone(folder))) ?? [];

/** Returns the names of the WAL segments from the start of the backup to its end: timeline, then the number
 *  in two halves. */
function segmentsOf({ label, last, segment_bytes }: Stopped): string[] {
  const first = /^START WAL LOCATION: .*\(file ([0-9A-F]{24})\)$/m.exec(label)?.[1] ?? '';
  const inUpperHalf = 2 ** 32 / Number(segment_bytes);
  const numberOf = (name: string) =>
    Number.parseInt(name.slice(8, 16), 16) * inUpperHalf + Number.parseInt(name.slice(16), 16);
  const hex = (number: number) => number.toString(16).toUpperCase().padStart(8, '0');
  const names: string[] = [];
  for (let at = numberOf(first); at <= numberOf(last); at += 1)
    names.push(first.slice(0, 8) + hex(Math.floor(at / inUpperHalf)) + hex(at % inUpperHalf));
  return names;
}

/** Copies the segments, and the timeline history where there is one. */
async function copyLog(from: string, to: string, segments: readonly string[]): Promise<BackupFile[]> {
  const histories = (await readdir(from)).filter((name) => name.endsWith('.history'));
  return inParallel([...histories, ...segments], async (name) => ({
    path: join('pg_wal', name),
    ...(await copyFile(join(from, name), join(to, name))),
  }));
}
