import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { requireSpace } from './disk-space.ts';
import { withFileLock } from './file-lock.ts';
import { type Reporter, transferLine } from './reporter.ts';
import { StackProblem } from './stack-problem.ts';

/** A file to fetch into the cache. */
export interface Download {
  readonly title: string;
  readonly url: string;
  readonly fileName: string;
  readonly sha256: string;
  /** Approximate size, to refuse early when the disk cannot hold it. */
  readonly bytes: number;
}

const ATTEMPTS = 4;
const STALLED_AFTER_MS = 30_000;

/** Returns the SHA-256 of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Makes sure that the complete file with the right checksum is in the folder, and returns its path. An
 *  existing file is not fetched again; a partial one is continued; a corrupt one is fetched anew. Two
 *  processes never fetch the same file at once.
 *  @throws StackProblem without network, with a full disk, or when the downloaded file is not the pinned
 *  one */
export async function fetchFile(download: Download, folder: string, reporter: Reporter): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const target = join(folder, download.fileName);
  const waiting = () => reporter.say(`Another Shahrah is fetching ${download.title}; waiting for it.`);
  return withFileLock(
    `${target}.lock`,
    async () => {
      if (existsSync(target)) {
        if ((await sha256Of(target)) === download.sha256) return target;
        reporter.say(`${download.title} in the cache is broken; fetching it again.`);
        rmSync(target);
      }
      const part = `${target}.part`;
      await requireSpace(folder, download.bytes);
      const resumed = existsSync(part);
      await transfer(download, part, folder, reporter);
      if ((await sha256Of(part)) !== download.sha256 && resumed) {
        rmSync(part);
        await transfer(download, part, folder, reporter);
      }
      await requireChecksum(download, part);
      renameSync(part, target);
      return target;
    },
    waiting,
  );
}

async function requireChecksum(download: Download, part: string): Promise<void> {
  const found = await sha256Of(part);
  if (found === download.sha256) return;
  rmSync(part);
  throw new StackProblem(
    `What arrived as ${download.title} is not what Shahrah pins (SHA-256 ${found} instead of ${download.sha256}): it was thrown away; run the command again, and if it happens again ask who runs your network.`,
  );
}

async function transfer(download: Download, part: string, folder: string, reporter: Reporter): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await transferOnce(download, part, reporter);
      reporter.done();
      return;
    } catch (error) {
      reporter.done();
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC' || error instanceof StackProblem) throw error;
      if (attempt === ATTEMPTS) throw unreachable(download, folder, error);
    }
  }
}

function unreachable(download: Download, folder: string, cause: unknown): StackProblem {
  return new StackProblem(
    `${download.title} is not in the cache and could not be fetched: connect this machine to the internet and run the command again, or copy ${download.fileName} into ${folder}.`,
    { cause },
  );
}

async function transferOnce(download: Download, part: string, reporter: Reporter): Promise<void> {
  const have = existsSync(part) ? statSync(part).size : 0;
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), STALLED_AFTER_MS);
  try {
    const response = await fetch(download.url, {
      signal: stalled.signal,
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
    });
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
    const offset = response.status === 206 ? have : 0;
    const length = Number(response.headers.get('content-length')) || undefined;
    const total = length === undefined ? undefined : offset + length;
    const since = Date.now();
    let done = offset;
    const body = Readable.fromWeb(response.body as ReadableStream);
    body.on('data', (chunk: Buffer) => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), STALLED_AFTER_MS);
      done += chunk.length;
      const seconds = (Date.now() - since) / 1000;
      reporter.progress(
        transferLine(download.title, done, total, (done - offset) / Math.max(seconds, 0.001)),
      );
    });
    await pipeline(body, createWriteStream(part, { flags: offset > 0 ? 'a' : 'w' }));
  } finally {
    clearTimeout(timer);
  }
}
