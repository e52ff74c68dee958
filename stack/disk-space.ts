import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { postgresDataIn } from './postgres-programs.ts';
import type { Reporter } from './reporter.ts';
import { StackProblem } from './stack-problem.ts';

/** Below this, nothing here keeps running for long. */
const FULL_BYTES = 16_000_000;
const LOOK_EVERY_MS = 15_000;

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const mega = (bytes: number): number => Math.floor(bytes / 1e6);

/** @throws StackProblem when the folder's disk lacks space for this many bytes plus a tenth */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free < bytes * 1.1) {
    throw new StackProblem(
      `The disk that holds ${folder} has ${mega(free)} MB left: free ${Math.ceil((bytes * 1.1) / 1e6)} MB there and run the command again.`,
    );
  }
}

/** Returns the folders on whose disks a home depends, one per disk. */
export function dataFolders(home: string): string[] {
  const folders = [home, postgresDataIn(home) ?? home];
  return [...new Map(folders.map((folder) => [statSync(folder).dev, folder])).values()];
}

/** Returns the first of the folders whose disk is full. */
export async function fullDisk(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders)
    if ((await freeBytes(folder).catch(() => Infinity)) < FULL_BYTES) return folder;
  return undefined;
}

/** Reports when the disk of one of the folders is nearly full, and when there is space again.
 *  @returns a function that stops it */
export function watchDisks(
  folders: readonly string[],
  { lowMb, reporter, everyMs = LOOK_EVERY_MS }: { lowMb: number; reporter: Reporter; everyMs?: number },
): () => void {
  const low = new Set<string>();
  const look = async (folder: string): Promise<void> => {
    const free = await freeBytes(folder).catch(() => undefined);
    if (free === undefined || free < lowMb * 1e6 === low.has(folder)) return;
    if (low.delete(folder)) return reporter.say(`The disk that holds ${folder} has room again.`);
    low.add(folder);
    reporter.say(
      `The disk that holds ${folder} is nearly full (${mega(free)} MB left): free some space there before Shahrah stops taking requests.`,
    );
  };
  const lookAtAll = (): void => folders.forEach((folder) => void look(folder));
  lookAtAll();
  const timer = setInterval(lookAtAll, everyMs).unref();
  return () => clearInterval(timer);
}
