import { statfs } from 'node:fs/promises';
import { delimiter } from 'node:path';
import type { Log } from './log.ts';

/** Free space on the fullest of the disks; undefined where it cannot be read. */
export type DiskSpace = { folder: string; freeBytes: number; low: boolean };

const CHECK_INTERVAL_MS = 15_000;

/** Watches the disks of these folders and logs an ERROR before one is full.
 *  @param folders separated by the path delimiter */
export function watchDisk({ folders, lowMb, log }: { folders: string; lowMb: number; log: Log }) {
  let wasLow = false;

  async function room(): Promise<DiskSpace | undefined> {
    const found = await Promise.all(folders.split(delimiter).map(freeOf));
    const least = found.filter((one) => one !== undefined).sort((a, b) => a.freeBytes - b.freeBytes)[0];
    return least && { ...least, low: least.freeBytes < lowMb * 1_000_000 };
  }

  async function look(): Promise<void> {
    const now = await room();
    if (!now || now.low === wasLow) return;
    wasLow = now.low;
    const line = { folder: now.folder, freeMb: Math.floor(now.freeBytes / 1_000_000) };
    if (now.low) log.error(line, 'the disk is nearly full; free some space before it is');
    else log.info(line, 'the disk has room again');
  }

  void look();
  const timer = setInterval(() => void look(), CHECK_INTERVAL_MS).unref();
  return { room, stop: () => clearInterval(timer) };
}

const freeOf = (folder: string): Promise<{ folder: string; freeBytes: number } | undefined> =>
  statfs(folder).then(
    ({ bavail, bsize }) => ({ folder, freeBytes: bavail * bsize }),
    () => undefined,
  );
