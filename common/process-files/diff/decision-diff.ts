import { DmnModdle } from 'dmn-moddle';
import type { Element } from '../model/diagram.ts';
import { byRank, changesBetween, type DiffEntry, type Trait, traitChangesOf } from './diff-entry.ts';

type Row = { id: string; at: number; traits: Trait[] };
export type Column = { id: string; label: string; kind: 'input' | 'output' };
/** A decision for comparison and display. Cells are in the order of `columns`. */
export type DecisionSheet = {
  id: string;
  name: string;
  hitPolicy: string;
  columns: Column[];
  rules: { id: string; cells: string[]; description: string }[];
};

/** Compares two files of decisions. Rules are matched by id, or by content where a tool has assigned new ids.
 *  The position of a rule counts as execution, because of the hit policies that take the first match.
 *  @throws when one of them is no readable DMN */
export async function diffDecisions(before: string, after: string): Promise<DiffEntry[]> {
  const [was, is] = await Promise.all([elementsOf(before), elementsOf(after)]);
  const changes = [...is].flatMap(([id, element]) => {
    const old = was.get(id);
    return old ? diffDecision(old, element) : [addedOrRemoved(element, 'added')];
  });
  const removed = [...was]
    .filter(([id]) => !is.has(id))
    .map(([, element]) => addedOrRemoved(element, 'removed'));
  return byRank([...changes, ...removed]);
}

/** Returns the tables of a file for display.
 *  @throws when it is no readable DMN */
export const decisionSheets = async (xml: string): Promise<DecisionSheet[]> =>
  [...(await elementsOf(xml)).values()].filter(isTable).map(sheetOf);

async function elementsOf(xml: string): Promise<Map<string, Element>> {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  const elements = ((rootElement as Element)['drgElement'] as Element[] | undefined) ?? [];
  return new Map(elements.map((element) => [element.id ?? '', element]));
}

const isTable = (element: Element): boolean =>
  (element['decisionLogic'] as Element | undefined)?.$type === 'dmn:DecisionTable';

const describeElement = (element: Element) => ({
  subject: element.id ?? '',
  subjectType: 'decision',
  name: element.name ? { fa: element.name, en: element.name } : null,
  at: null,
});

const addedOrRemoved = (element: Element, kind: 'added' | 'removed'): DiffEntry => ({
  ...describeElement(element),
  rank: 'execution',
  kind,
  facts: traitChangesOf(traitsOfDecision(element), kind),
});

const list = (element: Element, name: string): Element[] => (element[name] as Element[] | undefined) ?? [];
const textOf = (element: unknown): string => ((element as { text?: string } | undefined)?.text ?? '').trim();

function sheetOf(element: Element): DecisionSheet {
  const table = element['decisionLogic'] as Element;
  const columns: Column[] = [
    ...list(table, 'input').map((input): Column => ({
      id: input.id ?? '',
      label: (input['label'] as string | undefined) ?? textOf(input['inputExpression']),
      kind: 'input',
    })),
    ...list(table, 'output').map((output): Column => ({
      id: output.id ?? '',
      label: (output['label'] as string | undefined) ?? output.name ?? '',
      kind: 'output',
    })),
  ];
  return {
    id: element.id ?? '',
    name: element.name ?? '',
    hitPolicy: [table['hitPolicy'] ?? 'UNIQUE', table['aggregation']].filter(Boolean).join(' '),
    columns,
    rules: list(table, 'rule').map((rule) => ({
      id: rule.id ?? '',
      cells: [...list(rule, 'inputEntry'), ...list(rule, 'outputEntry')].map(textOf),
      description: (rule['description'] as string | undefined) ?? '',
    })),
  };
}

const say = (
  aspect: string,
  value: unknown,
  rank: Trait['rank'] = 'execution',
  of: string | null = null,
): Trait[] =>
  value === undefined || value === null || value === '' ? [] : [{ aspect, of, value: String(value), rank }];

function traitsOfDecision(element: Element): Trait[] {
  const logic = element['decisionLogic'] as Element | undefined;
  const needs = [...list(element, 'informationRequirement'), ...list(element, 'knowledgeRequirement')];
  return [
    ...say('name', element.name, 'description'),
    ...say('documentation', element['description'], 'description'),
    ...say('hit-policy', isTable(element) ? sheetOf(element).hitPolicy : undefined),
    ...say('expression', textOf(logic)),
    ...say('result-variable', (element['variable'] as Element | undefined)?.name),
    ...needs.flatMap((need) => {
      const target = (need['requiredDecision'] ?? need['requiredInput'] ?? need['requiredKnowledge']) as
        { href?: string } | undefined;
      return say('needs', target?.href, 'execution', target?.href ?? null);
    }),
  ];
}

const traitsOfColumn = (column: Element): Trait[] => {
  const expression = column['inputExpression'] as Element | undefined;
  return [
    ...say('label', column['label'], 'description'),
    ...say('expression', textOf(expression)),
    ...say('type-ref', expression?.['typeRef'] ?? column['typeRef']),
    ...say('output-name', column.$type === 'dmn:OutputClause' ? column.name : undefined),
    ...say('values', textOf(column['inputValues'] ?? column['outputValues'])),
    ...say('default-output', textOf(column['defaultOutputEntry'])),
  ];
};

function diffDecision(old: Element, now: Element): DiffEntry[] {
  const changes = changesBetween(traitsOfDecision(old), traitsOfDecision(now), describeElement(now));
  if (!isTable(old) || !isTable(now)) return changes;
  const [was, is] = [old['decisionLogic'] as Element, now['decisionLogic'] as Element];
  return [
    ...changes,
    ...diffColumns('input', list(was, 'input'), list(is, 'input')),
    ...diffColumns('output', list(was, 'output'), list(is, 'output')),
    ...diffRules(rowsOf(old), rowsOf(now)),
  ];
}

function diffColumns(kind: Column['kind'], was: readonly Element[], is: readonly Element[]): DiffEntry[] {
  const about = (column: Element) => {
    const label = (column['label'] as string | undefined) ?? column.name ?? textOf(column['inputExpression']);
    return { subject: column.id ?? '', subjectType: kind, name: { fa: label, en: label }, at: null };
  };
  const find = (columns: readonly Element[], wanted: Element) => columns.find(({ id }) => id === wanted.id);
  return [
    ...is.flatMap((column): DiffEntry[] => {
      const old = find(was, column);
      if (old) return changesBetween(traitsOfColumn(old), traitsOfColumn(column), about(column));
      return [
        {
          ...about(column),
          rank: 'execution',
          kind: 'added',
          facts: traitChangesOf(traitsOfColumn(column), 'added'),
        },
      ];
    }),
    ...was
      .filter((column) => !find(is, column))
      .map((column): DiffEntry => ({
        ...about(column),
        rank: 'execution',
        kind: 'removed',
        facts: traitChangesOf(traitsOfColumn(column), 'removed'),
      })),
  ];
}

function rowsOf(decision: Element): Row[] {
  const sheet = sheetOf(decision);
  return sheet.rules.map(({ id, cells, description }, index) => ({
    id,
    at: index + 1,
    traits: [
      ...cells.flatMap((cell, column) => say('cell', cell, 'execution', sheet.columns[column]?.id ?? null)),
      ...say('annotation', description, 'description'),
    ],
  }));
}

const cellsKey = (row: Row): string => JSON.stringify(row.traits.filter(({ aspect }) => aspect === 'cell'));

function diffRules(was: readonly Row[], is: readonly Row[]): DiffEntry[] {
  const pairs = pairRows(was, is);
  const about = ({ id, at }: Row) => ({ subject: id, subjectType: 'rule', name: null, at });
  const stayed = is.flatMap((row) => (pairs.has(row) ? [pairs.get(row) as Row] : []));
  const inOrder = longestRun(stayed.map(({ at }) => at));
  const old = new Set(pairs.values());
  return [
    ...is.flatMap((row): DiffEntry[] => {
      const earlier = pairs.get(row);
      if (!earlier)
        return [
          { ...about(row), rank: 'execution', kind: 'added', facts: traitChangesOf(row.traits, 'added') },
        ];
      const place = inOrder.has(earlier.at) ? [[], []] : [say('place', earlier.at), say('place', row.at)];
      return changesBetween(
        [...earlier.traits, ...(place[0] ?? [])],
        [...row.traits, ...(place[1] ?? [])],
        about(row),
      );
    }),
    ...was
      .filter((row) => !old.has(row))
      .map((row): DiffEntry => ({
        ...about(row),
        rank: 'execution',
        kind: 'removed',
        facts: traitChangesOf(row.traits, 'removed'),
      })),
  ];
}

/** Matches each row to an earlier one: by id, else by content. */
function pairRows(was: readonly Row[], is: readonly Row[]): Map<Row, Row> {
  const pairs = new Map<Row, Row>();
  const free = new Set(was);
  const pair = (same: (row: Row, old: Row) => boolean) => {
    for (const row of is) {
      if (pairs.has(row)) continue;
      const found = [...free].find((old) => same(row, old));
      if (!found) continue;
      pairs.set(row, found);
      free.delete(found);
    }
  };
  pair((row, old) => row.id !== '' && row.id === old.id);
  pair((row, old) => cellsKey(row) === cellsKey(old));
  return pairs;
}

/** Returns the indexes of the longest increasing subsequence: rows that kept their order, so that one moved
 *  row is reported instead of all others. */
function longestRun(places: readonly number[]): Set<number> {
  const best: { length: number; previous: number }[] = places.map(() => ({ length: 1, previous: -1 }));
  places.forEach((place, at) => {
    for (let before = 0; before < at; before += 1)
      if ((places[before] as number) < place && (best[before]?.length ?? 0) + 1 > (best[at]?.length ?? 0))
        best[at] = { length: (best[before]?.length ?? 0) + 1, previous: before };
  });
  let at = best.reduce(
    (longest, { length }, index) => (length > (best[longest]?.length ?? 0) ? index : longest),
    0,
  );
  const run = new Set<number>();
  for (; at >= 0 && at < places.length; at = best[at]?.previous ?? -1) run.add(places[at] as number);
  return run;
}
