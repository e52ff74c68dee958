import type { Element } from './diagram.ts';

/** Namespace of test rows in a DMN file: an extension element of the decision, which other tools preserve. */
export const TESTS_NAMESPACE = 'urn:shahrah:dmn:tests:1';
const PREFIX = 'tests';

/** Outputs of a row of the table, by name. */
export type OutputRow = Record<string, unknown>;

/** A test row written by the analyst: inputs and the expected rows. */
export type DecisionTest = {
  id: string;
  name: string;
  /** Variables that the table reads, by name. */
  inputs: Record<string, unknown>;
  /** The expected rows, in the order of the table; none where no row is to match. An output missing in a row
   *  may have any value. Null when the file does not contain a valid list. */
  expected: OutputRow[] | null;
};

type Any = { $type: string; $body?: string; $children?: Any[]; id?: string; name?: string };

/** Reads the test rows of a decision from its extension elements. */
export const testsOf = (decision: Element): DecisionTest[] => {
  const extensions = (decision['extensionElements'] as { values?: Any[] } | undefined)?.values ?? [];
  return extensions
    .filter((value) => isTestExtension(value, decision, 'tests'))
    .flatMap(({ $children = [] }) => $children)
    .map((test, at) => {
      const part = (name: string) => test.$children?.find(({ $type }) => local($type) === name)?.$body;
      const inputs = json(part('inputs') ?? '{}');
      const expected = json(part('expected') ?? '[]');
      const readable = isRecord(inputs) && Array.isArray(expected) && expected.every(isRecord);
      return {
        id: test.id ?? `Test_${at + 1}`,
        name: test.name ?? '',
        inputs: isRecord(inputs) ? inputs : {},
        expected: readable ? (expected as OutputRow[]) : null,
      };
    });
};

const local = (type: string): string => type.replace(/^.*:/, '');

/** Returns true for an extension element of our namespace, whatever prefix a tool has given it. */
const isTestExtension = ({ $type }: Any, decision: Element, name: string): boolean =>
  local($type) === name && prefixesOf(decision).has($type.replace(/:.*$/, ''));

function prefixesOf(element: Element): Set<string> {
  const found = new Set([PREFIX]);
  for (let at: Element | undefined = element; at; at = at.$parent)
    for (const [name, value] of Object.entries((at['$attrs'] as Record<string, unknown> | undefined) ?? {}))
      if (value === TESTS_NAMESPACE && name.startsWith('xmlns:')) found.add(name.slice('xmlns:'.length));
  return found;
}

type Moddle = { createAny(type: string, uri: string, properties: Record<string, unknown>): unknown };

/** Creates the extension element that holds these test rows. */
export const testsElement = (moddle: Moddle, tests: readonly DecisionTest[]): unknown => {
  const any = (name: string, properties: Record<string, unknown>) =>
    moddle.createAny(`${PREFIX}:${name}`, TESTS_NAMESPACE, properties);
  return any('tests', {
    $children: tests.map(({ id, name, inputs, expected }) =>
      any('test', {
        id,
        name,
        $children: [
          any('inputs', { $body: JSON.stringify(inputs) }),
          any('expected', { $body: JSON.stringify(expected ?? []) }),
        ],
      }),
    ),
  });
};

/** Returns true for an extension element that holds a decision's test rows. */
export const isTestsElement = (value: unknown, decision: Element): boolean =>
  isTestExtension(value as Any, decision, 'tests');

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
