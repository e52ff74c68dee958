import { type LintContext, processFacts } from '#common/process-files/index.ts';
import { readDecisions, readDiagrams } from './diagrams.ts';
import { departmentSlugs, forms, workerTypes } from './project-files.ts';

/** Returns the lint context of the project's own files. */
export const projectContext = async (): Promise<LintContext> => ({
  forms: Object.fromEntries(forms),
  groups: [...departmentSlugs],
  jobTypes: workerTypes(),
  processes: (await readDiagrams()).map(processFacts),
  decisions: (await readDecisions()).map(({ id }) => id),
});
