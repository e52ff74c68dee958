import type { FileChanges, ReleaseChange } from '#common/contract/index.ts';
import { diffFile } from '#common/process-files/diff/index.ts';

const MOST_CHANGES = 60;
const LONGEST_VALUE = 400;

export type Pair = { name: string; before: string | null; after: string | null };

/** What changed in each file, as it is kept with a release: the weightiest changes, long values cut. A file that cannot be compared
 *  says nothing but that it changed. */
export const whatChanged = (pairs: readonly Pair[]): Promise<FileChanges[]> =>
  Promise.all(
    pairs.map(async ({ name, before, after }) => {
      const all = await diffFile(name, before, after).catch(() => []);
      return {
        name,
        kind:
          before === null ? ('added' as const) : after === null ? ('removed' as const) : ('changed' as const),
        changes: all.slice(0, MOST_CHANGES).map(cut),
        more: Math.max(0, all.length - MOST_CHANGES),
      };
    }),
  );

const short = (value: string | null): string | null =>
  value !== null && value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;

const cut = (change: ReleaseChange): ReleaseChange => ({
  ...change,
  facts: change.facts.map((fact) => ({ ...fact, before: short(fact.before), after: short(fact.after) })),
});
