import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProcessFile } from '../../../contract/index.ts';

/** The diagrams and tables below a folder, by their bare names, which no two share. */
export async function readOwnFiles(folder: string): Promise<ProcessFile[]> {
  const paths = (await readdir(folder, { recursive: true }))
    .filter((path) => /\.(bpmn|dmn)$/.test(path))
    .sort();
  return Promise.all(
    paths.map(async (path) => ({
      name: basename(path),
      content: await readFile(join(folder, path), 'utf8'),
    })),
  );
}
