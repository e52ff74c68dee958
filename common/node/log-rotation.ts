import { copyFileSync, fstatSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 20_000_000;
/** So many are kept beside the one that is written. */
const MAX_FILES = 4;
const CHECK_INTERVAL_MS = 5_000;
const STDOUT = 1;

/** Puts a log aside as `.1` once it is longer than `longestBytes`, the one before as `.2` and so on, and begins it anew. It is copied and
 *  emptied, and so stays the same file: who writes to it, appending, goes on. Nothing is lost if nobody writes meanwhile.
 *  @throws when the disk has no room for the copy; the log is as it was then */
export function rotateLog(file: string, longestBytes = MAX_BYTES): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= longestBytes) return;
  const fresh = `${file}.new`;
  rmSync(`${file}.${MAX_FILES}`, { force: true });
  try {
    copyFileSync(file, fresh);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  for (let age = MAX_FILES - 1; age >= 1; age -= 1) {
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false }))
      renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  renameSync(fresh, `${file}.1`);
  truncateSync(file);
}

/** Looks every few seconds, for as long as the process runs, whether a log is to be rotated. While the disk has no room it goes on unrotated.
 *  @returns how to stop */
export function startLogRotation(file: string, longestBytes?: number): () => void {
  const timer = setInterval(() => {
    try {
      rotateLog(file, longestBytes);
    } catch {
      // Nobody could be told but by the log; the disk is watched elsewhere.
    }
  }, CHECK_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/** Keeps the log short that this process writes: both on its one thread, so no line comes between.
 *  @param file what standard output goes to, where it is a file */
export function startOwnLogRotation(file: string | undefined): void {
  if (file && statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(STDOUT).ino)
    startLogRotation(file);
}
