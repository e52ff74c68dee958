import { CannotBeTried, type SourceFile } from './cannot-be-tried.ts';
import { scratchCopy as copy, type ScratchCopy } from './scratch-copy.ts';

export { changedWays } from '#common/process-files/diff/index.ts';
export { formErrors } from './form-errors.ts';
export { sampleForm } from './sample-form.ts';
export { copyDecisions } from './scratch-decisions.ts';
export { comparableTables } from './what-if/comparable-tables.ts';
export { ruleWords } from './what-if/rule-words.ts';

/** Why a draft cannot be tried, and where. */
export type Cannot = Pick<CannotBeTried, 'reason' | 'file' | 'elementId'>;

/** The copy, or why there is none. */
export const scratchCopy = (
  files: readonly SourceFile[],
  prefix: string,
): Promise<ScratchCopy | { cannot: Cannot }> =>
  copy(files, prefix).catch((error: unknown) => {
    if (!(error instanceof CannotBeTried)) throw error;
    const { reason, file, elementId } = error;
    return { cannot: { reason, file, elementId } };
  });
