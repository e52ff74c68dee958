import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type LimitedDisk = {
  readonly folder: string;
  /** Uses up all remaining space. */
  fill(): void;
  /** Frees it again. */
  empty(): void;
  close(): void;
};

const CHUNKS = [1024 * 1024, 4096];

const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;

/** Mounts a separate in-memory file system. Only root may mount one; returns undefined for anyone else. */
export function aLimitedDisk(megabytes: number): LimitedDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'shahrah-disk-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder)) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a');
      for (const size of CHUNKS) {
        const chunk = Buffer.alloc(size);
        try {
          while (writeSync(file, chunk) === size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
      closeSync(file);
    },
    empty: () => rmSync(ballast, { force: true }),
    close() {
      spawnSync('umount', [folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
