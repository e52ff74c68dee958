import { isEqual } from './is-equal.ts';
import { readTables, type Column, type DecisionView, type Rule } from './read-tables.ts';

export type Change = 'added' | 'removed' | 'changed';

export type ColumnChange = { change: Change; before: Column | null; after: Column | null };

/** A cell of a rule that differs; the side that has no such column is null. `kind` annotation has no column. */
export type CellChange = {
  kind: 'input' | 'output' | 'annotation';
  column: Column | null;
  before: string | null;
  after: string | null;
};

export type RuleChange = {
  /** A rule that only stands at another place among its fellows is `moved`; in a table that takes the first row that fits,
   *  that may change what is decided. */
  change: Change | 'moved';
  id: string;
  /** Its number in the table, from 1. */
  place: { before: number | null; after: number | null };
  before: Rule | null;
  after: Rule | null;
  moved: boolean;
  cells: CellChange[];
};

export type DecisionChange = {
  change: Change;
  id: string;
  name: { before: string | null; after: string | null };
  hitPolicy: { before: string; after: string } | null;
  expression: { before: string | null; after: string | null } | null;
  inputs: ColumnChange[];
  outputs: ColumnChange[];
  rules: RuleChange[];
  /** How many test rows there were and are, when they differ at all. */
  tests: { before: number; after: number } | null;
};

/** What has changed between two versions of a DMN file, decision by decision; nothing for a decision that says the same.
 *  @param before null for a file that is new
 *  @param after null for a file that goes away
 *  @throws when one of them is no readable DMN */
export async function dmnDiff(before: string | null, after: string | null): Promise<DecisionChange[]> {
  const [old, now] = await Promise.all([before, after].map((xml) => (xml === null ? [] : readTables(xml))));
  const ids = [...new Set([...(now ?? []), ...(old ?? [])].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const found = decisionDiff(
      old?.find((one) => one.id === id),
      now?.find((one) => one.id === id),
    );
    return found ? [found] : [];
  });
}

function decisionDiff(old?: DecisionView, now?: DecisionView): DecisionChange | undefined {
  if (isEqual(old, now)) return undefined;
  const either = (now ?? old) as DecisionView;
  const differ = <T>(before: T, after: T) => (isEqual(before, after) ? null : { before, after });
  return {
    change: !old ? 'added' : !now ? 'removed' : 'changed',
    id: either.id,
    name: { before: old?.name ?? null, after: now?.name ?? null },
    hitPolicy: differ(old?.hitPolicy ?? '', now?.hitPolicy ?? ''),
    expression: differ(old?.expression ?? null, now?.expression ?? null),
    inputs: columnChanges(old?.inputs ?? [], now?.inputs ?? []),
    outputs: columnChanges(old?.outputs ?? [], now?.outputs ?? []),
    rules: ruleChanges(old, now),
    tests: isEqual(old?.tests ?? [], now?.tests ?? [])
      ? null
      : { before: old?.tests.length ?? 0, after: now?.tests.length ?? 0 },
  };
}

const columnChanges = (old: readonly Column[], now: readonly Column[]): ColumnChange[] =>
  pairs(old, now).flatMap(([before, after]): ColumnChange[] => {
    if (isEqual(before, after)) return [];
    return [{ change: changeOf(before, after), before: before ?? null, after: after ?? null }];
  });

const changeOf = (before: unknown, after: unknown): Change =>
  !before ? 'added' : !after ? 'removed' : 'changed';

function ruleChanges(old: DecisionView | undefined, now: DecisionView | undefined): RuleChange[] {
  const before = old?.rules ?? [];
  const after = now?.rules ?? [];
  const found = pairs(before, after);
  const both = found.flatMap(([one, other]) => (one && other ? [before.indexOf(one)] : []));
  const settled = new Set(longestRise(both));
  return found.flatMap(([one, other]): RuleChange[] => {
    const moved = one !== undefined && other !== undefined && !settled.has(before.indexOf(one));
    const cells = one && other ? cellChanges(one, other, old as DecisionView, now as DecisionView) : [];
    if (one && other && cells.length === 0 && !moved) return [];
    return [
      {
        change: one && other && cells.length === 0 ? 'moved' : changeOf(one, other),
        id: (other ?? one)?.id ?? '',
        place: {
          before: one ? before.indexOf(one) + 1 : null,
          after: other ? after.indexOf(other) + 1 : null,
        },
        before: one ?? null,
        after: other ?? null,
        moved,
        cells,
      },
    ];
  });
}

/** The cells of a rule by their columns: a column that was added or removed counts where the rule says something in it. */
function cellChanges(one: Rule, other: Rule, old: DecisionView, now: DecisionView): CellChange[] {
  const of = (kind: 'input' | 'output'): CellChange[] => {
    const [olds, nows] = kind === 'input' ? [old.inputs, now.inputs] : [old.outputs, now.outputs];
    const [was, is] = kind === 'input' ? [one.inputs, other.inputs] : [one.outputs, other.outputs];
    return pairs(olds, nows).map(([a, b]) => ({
      kind,
      column: b ?? a ?? null,
      before: a ? (was[olds.indexOf(a)] ?? '') : null,
      after: b ? (is[nows.indexOf(b)] ?? '') : null,
    }));
  };
  const note: CellChange = {
    kind: 'annotation',
    column: null,
    before: one.annotation,
    after: other.annotation,
  };
  return [...of('input'), ...of('output'), note].filter(({ before, after }) => says(before) !== says(after));
}

/** An empty cell and one with a dash ask for nothing. */
const says = (cell: string | null): string => (cell === null || cell === '-' ? '' : cell);

/** What belongs together: by id, then by content, in the order of the newer version; what went away comes last. */
function pairs<T extends { id: string }>(
  old: readonly T[],
  now: readonly T[],
): [T | undefined, T | undefined][] {
  const left = [...old];
  const take = (fits: (one: T) => boolean): T | undefined => {
    const at = left.findIndex(fits);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const byId = new Map(now.map((one) => [one, take(({ id }) => id !== '' && id === one.id)]));
  const found = now.map((one): [T | undefined, T] => [
    byId.get(one) ?? take((other) => isEqual({ ...other, id: '' }, { ...one, id: '' })),
    one,
  ]);
  return [...found, ...left.map((one): [T, undefined] => [one, undefined])];
}

/** The longest run of places that still follow one another: these rules have not moved, the others have. */
function longestRise(places: readonly number[]): number[] {
  const best: number[][] = [];
  for (const [index, place] of places.entries()) {
    const before = best.filter((_, earlier) => (places[earlier] as number) < place);
    best[index] = [...before.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []), place];
  }
  return best.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []);
}
