import { copyFileSync, fstatSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 20_000_000;
/** Number of rotated files kept besides the current one. */
const MAX_FILES = 4;
const CHECK_INTERVAL_MS = 5_000;
const STDOUT = 1;

/** Rotates a log longer than `longestBytes`: it becomes `.1`, the previous one `.2` and so on. The log is
 *  copied and truncated, so that it stays the same file and appending writers continue. Nothing is lost if
 *  nobody writes meanwhile.
 *  @throws when the disk has no room for the copy; the log is unchanged then */
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

/** Checks every few seconds, as long as the process runs, whether a log needs rotation. While the disk is
 *  full, it is not rotated.
 *  @returns a function that stops it */
export function startLogRotation(file: string, longestBytes?: number): () => void {
  const timer = setInterval(() => {
    try {
      rotateLog(file, longestBytes);
    } catch {
      // Only the log could report this; the disk is watched elsewhere.
    }
  }, CHECK_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/** Rotates the log that this process writes: both happen on its one thread, so no line is lost in between.
 *  @param file the file that standard output goes to, if any */
export function startOwnLogRotation(file: string | undefined): void {
  if (file && statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(STDOUT).ino)
    startLogRotation(file);
}
