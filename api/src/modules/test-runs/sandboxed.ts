import { NotTestable, type SourceFile } from './isolation/not-testable.ts';
import { type ScratchCopy, scratchCopy as copy } from './isolation/scratch-copy.ts';

export { changedPaths } from '#common/process-files/diff/index.ts';
export { formErrors } from './data/form-errors.ts';
export { sampleForm } from './data/sample-form.ts';
export { copyDecisions } from './isolation/scratch-decisions.ts';
export { comparableTables } from './what-if/comparable-tables.ts';
export { ruleDescriptions } from './what-if/rule-descriptions.ts';

/** Reason and place why a draft cannot be tried. */
export type NotTestableReason = Pick<NotTestable, 'reason' | 'file' | 'elementId'>;

/** Returns the copy, or the reason why there is none. */
export const scratchCopy = (
  files: readonly SourceFile[],
  prefix: string,
): Promise<ScratchCopy | { cannot: NotTestableReason }> =>
  copy(files, prefix).catch((error: unknown) => {
    if (!(error instanceof NotTestable)) throw error;
    const { reason, file, elementId } = error;
    return { cannot: { reason, file, elementId } };
  });
