import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProcessFile } from '#common/contract/index.ts';

/** Reads the files of the product: the diagrams and tables below a folder, by their bare names, which are
 *  unique; the element templates in its `templates`; the forms below a second folder. */
export async function readBundledFiles(folder: string, formsFolder: string): Promise<ProcessFile[]> {
  const below = async (
    root: string,
    nameOf: (path: string) => string | undefined,
  ): Promise<ProcessFile[]> => {
    const paths = (await readdir(root, { recursive: true })).map((path) => path.replaceAll('\\', '/')).sort();
    return Promise.all(
      paths.flatMap((path) => {
        const name = nameOf(path);
        if (!name) return [];
        return [readFile(join(root, path), 'utf8').then((content) => ({ name, content }))];
      }),
    );
  };
  return [
    ...(await below(folder, (path) => {
      if (/\.(bpmn|dmn)$/.test(path)) return basename(path);
      return /^templates\/[^/]+\.json$/.test(path) ? path : undefined;
    })),
    ...(await below(formsFolder, (path) => (path.endsWith('.json') ? `forms/${path}` : undefined))),
  ];
}
