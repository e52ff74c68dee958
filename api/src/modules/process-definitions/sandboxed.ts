import type { ProcessFile } from '#common/contract/index.ts';
import type { Context, Findings } from './findings.ts';
import { lintFile } from './lint-file.ts';

export { factsOfFile, factsOfFiles, lintFile, readingFindings } from './lint-file.ts';

/** `lintFile` for a file of decision tables, whose expressions are evaluated. */
export const lintTables = (file: ProcessFile, context: Context, before?: Context): Promise<Findings> =>
  lintFile(file, context, before);
