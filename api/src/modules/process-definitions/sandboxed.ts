import type { ProcessFile } from '#common/contract/index.ts';
import type { FileContext, LimitedFindings } from './findings.ts';
import { lintFile } from './lint-file.ts';

export { factsOfFile, factsOfFiles, lintFile, parsingFindings } from './lint-file.ts';

/** `lintFile` for a file of decision tables, whose expressions are evaluated. */
export const lintTables = (
  file: ProcessFile,
  context: FileContext,
  before?: FileContext,
): Promise<LimitedFindings> => lintFile(file, context, before);
