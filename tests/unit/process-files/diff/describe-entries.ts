import type { DiffEntry } from '#common/process-files/diff/index.ts';

/** A change in one line, so that lists can be compared: `execution changed Task_Inspect groups a → b`. */
export const said = (changes: readonly DiffEntry[]): string[] =>
  changes.flatMap(({ rank, kind, subject, facts, at }) => {
    const head = `${rank} ${kind} ${subject || '.'}${at === null ? '' : ` at ${at}`}`;
    if (kind !== 'changed' || facts.length === 0) return [head];
    return facts.map(
      ({ aspect, of, before, after }) =>
        `${head} ${aspect}${of === null ? '' : `(${of})`} ${before ?? '-'} → ${after ?? '-'}`,
    );
  });
