import {
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as tar from 'tar';
import yauzl from 'yauzl';
import { withFileLock } from './file-lock.ts';

interface Marker {
  readonly source: string;
  readonly files: number;
  readonly bytes: number;
}

const MARKER = '.complete.json';

function measure(folder: string): Omit<Marker, 'source'> {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === MARKER) continue;
    files += 1;
    bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return { files, bytes };
}

function isWhole(folder: string, source: string): boolean {
  try {
    const marker = JSON.parse(readFileSync(join(folder, MARKER), 'utf8')) as Marker;
    const { files, bytes } = measure(folder);
    return marker.source === source && marker.files === files && marker.bytes === bytes;
  } catch {
    return false;
  }
}

/** Makes sure that `folder` contains everything `fill` writes: a folder that lost a file, or was left half
 *  written, is made anew. `source` identifies what it was made from, normally a checksum and the options. */
export async function ensureFolder(
  folder: string,
  source: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  if (isWhole(folder, source)) return;
  await withFileLock(`${folder}.lock`, async () => {
    if (isWhole(folder, source)) return;
    const fresh = `${folder}.new`;
    rmSync(fresh, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    await fill(fresh);
    writeFileSync(join(fresh, MARKER), JSON.stringify({ source, ...measure(fresh) } satisfies Marker));
    renameSync(fresh, folder);
  });
}

/** Unpacks a .tar.gz or .zip (.whl) file, without its top folder when `strip` is 1. */
export async function unpack(archive: string, folder: string, strip: 0 | 1): Promise<void> {
  if (archive.endsWith('.tar.gz')) await tar.extract({ file: archive, cwd: folder, strip });
  else await unzip(archive, folder, strip);
}

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

async function unzip(archive: string, folder: string, strip: number): Promise<void> {
  const zip = await openZip(archive, { lazyEntries: true });
  const openStream = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip));
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      extract(entry).then(() => zip.readEntry(), reject);
    });
    zip.once('error', reject);
    zip.once('end', resolve);
    zip.readEntry();
  });

  async function extract(entry: yauzl.Entry): Promise<void> {
    const path = normalize(entry.fileName.split('/').slice(strip).join('/'));
    if (path === '.' || path.startsWith('..') || entry.fileName.endsWith('/')) return;
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    await pipeline(await openStream(entry), createWriteStream(target));
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    if (mode) await chmod(target, mode | 0o600);
  }
}
