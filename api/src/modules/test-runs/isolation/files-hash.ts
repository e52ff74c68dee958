import { createHash } from 'node:crypto';
import type { SourceFile } from './not-testable.ts';

/** Returns the SHA-256 of a set of files: the same for the same names and contents in any order. */
export const hashOfFiles = (files: readonly SourceFile[]): string => {
  const hash = createHash('sha256');
  for (const { name, content } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${name}\0${content}\0`);
  return hash.digest('hex');
};
