import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StackProblem } from '../stack-problem.ts';

/** A file of a backup: its path below the backup's folder, its size and its checksum. */
export interface BackupFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const CHUNK_BYTES = 1_048_576;
const CONCURRENCY = 8;
const ATTEMPTS = 20;
const RETRY_DELAY_MS = 50;

async function read(
  source: FileHandle,
  take: (chunk: Buffer) => Promise<unknown>,
): Promise<Omit<BackupFile, 'path'>> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let bytes = 0; ;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await take(chunk);
    bytes += bytesRead;
  }
}

/** Returns size and SHA-256 of a file. */
export async function measure(file: string): Promise<Omit<BackupFile, 'path'>> {
  const source = await open(file);
  try {
    return await read(source, async () => {});
  } finally {
    await source.close();
  }
}

/** Copies a file, which may grow or shrink meanwhile, and waits until the copy is on disk.
 *  @returns size and SHA-256 of the copy */
export async function copyFile(from: string, to: string): Promise<Omit<BackupFile, 'path'>> {
  const source = await open(from);
  try {
    return await writeSynced(to, (target) => read(source, (chunk) => target.writeFile(chunk)));
  } finally {
    await source.close();
  }
}

/** Copies a file that is written now and then, as it is at one moment: if two reads in a row are equal,
 *  nobody has written in between.
 *  @throws StackProblem when it never stays unchanged */
export async function copyAtRest(from: string, to: string): Promise<Omit<BackupFile, 'path'>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const copied = await copyFile(from, to);
    if ((await measure(from)).sha256 === copied.sha256) return copied;
    await rm(to);
    await pause(attempt * RETRY_DELAY_MS);
  }
  throw new StackProblem(`${from} changed each of the ${ATTEMPTS} times it was copied: try again later.`);
}

/** Processes many files, several at a time: most are small, and each waits for the disk. After a failure no
 *  more are started, and those under way are awaited.
 *  @returns the results, in the order of the files */
export async function inParallel<T, R>(files: readonly T[], work: (file: T) => Promise<R>): Promise<R[]> {
  const outcomes: R[] = [];
  const failures: unknown[] = [];
  const left = files.entries();
  const lane = async () => {
    for (const [at, file] of left) {
      if (failures.length > 0) return;
      outcomes[at] = await work(file);
    }
  };
  await Promise.all(
    Array.from({ length: CONCURRENCY }, () => lane().catch((error: unknown) => failures.push(error))),
  );
  if (failures.length > 0) throw failures[0];
  return outcomes;
}

/** Writes a file and waits until it is on disk.
 *  @returns its size and SHA-256 */
export async function writeFile(to: string, content: string): Promise<Omit<BackupFile, 'path'>> {
  await writeSynced(to, (target) => target.writeFile(content));
  return measure(to);
}

async function writeSynced<T>(to: string, write: (target: FileHandle) => Promise<T>): Promise<T> {
  const target = await open(to, 'wx', 0o600);
  try {
    const result = await write(target);
    await target.sync();
    return result;
  } finally {
    await target.close();
  }
}

/** Creates a folder that only its owner can enter, with its parents. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Waits until the directory entries of a folder, and of every folder below, are on disk. */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name));
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the directory entry of a file or folder is on disk. */
export const syncName = (path: string): Promise<void> => syncFolder(dirname(path));
