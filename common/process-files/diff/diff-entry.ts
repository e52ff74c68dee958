import type { Text } from '#common/contract/index.ts';

/** What a change affects: how the engine handles a case, what people read, or only the layout. */
export const RANKS = ['execution', 'description', 'layout'] as const;
export type Rank = (typeof RANKS)[number];

/** One attribute before and after; null where there is none. `aspect` is a word that UIs translate. `of` is
 *  the owner where there are several: the target of a mapping, the column of a cell, the key of a text. */
export type TraitChange = { aspect: string; of: string | null; before: string | null; after: string | null };

/** A change of one subject of a file. A subject that changed in several ranks has one entry for each. */
export type DiffEntry = {
  rank: Rank;
  kind: 'added' | 'removed' | 'changed';
  /** The id of an element, decision, column or rule, the path of a field, or the pointer of a value. */
  subject: string;
  /** `bpmn:UserTask`, `decision`, `input`, `output`, `rule`, `form`, `field`, `text`, `value`. */
  subjectType: string;
  name: Text | null;
  /** Position of a rule in its table, from 1. */
  at: number | null;
  facts: TraitChange[];
};

/** Sorts by rank: execution first, layout last; stable within a rank. */
export const byRank = (changes: readonly DiffEntry[]): DiffEntry[] =>
  [...changes].sort((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank));

/** An attribute of a subject. `standard` marks the default value. */
export type Trait = { aspect: string; of?: string | null; value: string; rank: Rank; standard?: boolean };

const keyOf = ({ aspect, of, rank }: Trait): string => JSON.stringify([rank, aspect, of ?? null]);

/** Compares two lists of traits, matched by aspect, `of` and rank.
 *  @returns the changes of each rank that has any */
export function compareTraits(before: readonly Trait[], after: readonly Trait[]): Map<Rank, TraitChange[]> {
  const was = new Map(before.map((trait) => [keyOf(trait), trait]));
  const is = new Map(after.map((trait) => [keyOf(trait), trait]));
  const found = new Map<Rank, TraitChange[]>();
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(key), is.get(key)];
    if (old?.value === now?.value) continue;
    const onlyOne = old === undefined ? now : now === undefined ? old : undefined;
    if (onlyOne?.standard) continue;
    const { aspect, of = null, rank } = (now ?? old) as Trait;
    const fact = { aspect, of, before: old?.value ?? null, after: now?.value ?? null };
    found.set(rank, [...(found.get(rank) ?? []), fact]);
  }
  return found;
}

/** Returns one change per rank in which two subjects differ. */
export const changesBetween = (
  before: readonly Trait[],
  after: readonly Trait[],
  thing: Pick<DiffEntry, 'subject' | 'subjectType' | 'name' | 'at'>,
): DiffEntry[] =>
  [...compareTraits(before, after)].map(([rank, facts]) => ({ ...thing, rank, kind: 'changed', facts }));

/** Returns the traits of an added or removed subject, without defaults and layout. */
export const traitChangesOf = (traits: readonly Trait[], kind: 'added' | 'removed'): TraitChange[] =>
  traits
    .filter(({ rank, standard }) => rank !== 'layout' && !standard)
    .map(({ aspect, of = null, value }) => ({
      aspect,
      of,
      before: kind === 'removed' ? value : null,
      after: kind === 'added' ? value : null,
    }));
