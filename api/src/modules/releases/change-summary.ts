import type { FileChanges, ReleaseChange } from '#common/contract/index.ts';
import { diffFile } from '#common/process-files/diff/index.ts';

const MAX_CHANGES = 60;
const MAX_VALUE_LENGTH = 400;

export type FileVersions = { name: string; before: string | null; after: string | null };

/** Summarizes the changes of each file for its release: the most important ones, with long values cut. A file
 *  that cannot be compared is only listed as changed. */
export const summarizeChanges = (pairs: readonly FileVersions[]): Promise<FileChanges[]> =>
  Promise.all(
    pairs.map(async ({ name, before, after }) => {
      const all = await diffFile(name, before, after).catch(() => []);
      return {
        name,
        kind:
          before === null ? ('added' as const) : after === null ? ('removed' as const) : ('changed' as const),
        changes: all.slice(0, MAX_CHANGES).map(cut),
        more: Math.max(0, all.length - MAX_CHANGES),
      };
    }),
  );

const short = (value: string | null): string | null =>
  value !== null && value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value;

const cut = (change: ReleaseChange): ReleaseChange => ({
  ...change,
  facts: change.facts.map((fact) => ({ ...fact, before: short(fact.before), after: short(fact.after) })),
});
