import { evaluate, unaryTest } from '@bpmn-io/feelin';
import type { Decision, DecisionRow } from './decision.ts';
import type { DecisionTest, OutputRow } from './decision-tests.ts';

/** Result of a table for some variables. */
export type DecisionResult = {
  /** Ids of the rows that give the result, in the order of the table. */
  matched: string[];
  /** Outputs of each of them. */
  rows: OutputRow[];
  /** Reason why there is no result: the table violates its own hit policy, has an unknown one, or contains an
   *  unreadable expression. */
  problem?: 'several-rows' | 'hit-policy' | 'expression';
};

/** Evaluates a table by the DMN standard, with feelin: a check of the current table, in the browser as on the
 *  server. The engine is a different implementation; for real cases, the engine itself is asked.
 *  @param variables those that the expressions of the table may read; others count as null */
export function evaluateDecision(decision: Decision, variables: Record<string, unknown>): DecisionResult {
  const { hitPolicy, inputs, rows } = decision;
  if (!['FIRST', 'UNIQUE', 'COLLECT'].includes(hitPolicy))
    return { matched: [], rows: [], problem: 'hit-policy' };
  try {
    const values = inputs.map((text) => plain(evaluate(text, variables).value));
    const fits = (row: DecisionRow) =>
      values.every((value, at) => isAny(row.inputs[at]) || holds(row.inputs[at] ?? '', value, variables));
    const first = hitPolicy === 'FIRST' ? rows.find(fits) : undefined;
    const fitting = hitPolicy === 'FIRST' ? (first ? [first] : []) : rows.filter(fits);
    const matched = fitting.map(({ id }) => id);
    if (hitPolicy === 'UNIQUE' && matched.length > 1) return { matched, rows: [], problem: 'several-rows' };
    return { matched, rows: fitting.map((row) => outputsOf(row, variables)) };
  } catch {
    return { matched: [], rows: [], problem: 'expression' };
  }
}

const isAny = (test: string | undefined): boolean => !test?.trim() || test.trim() === '-';

const holds = (test: string, value: unknown, variables: Record<string, unknown>): boolean =>
  unaryTest(test, { ...variables, '?': value }).value === true;

const outputsOf = ({ outputs }: DecisionRow, variables: Record<string, unknown>): OutputRow =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, text]) => [
      name,
      text?.trim() ? plain(evaluate(text, variables).value) : null,
    ]),
  );

/** Returns a value as the engine would pass it on: JSON, in which a date or a duration is its text. */
const plain = (value: unknown): unknown =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);

export type TestResult = { test: DecisionTest; verdict: DecisionResult; passed: boolean };

/** Runs every test row of a table. */
export const runTests = (decision: Decision): TestResult[] =>
  decision.tests.map((test) => {
    const verdict = evaluateDecision(decision, test.inputs);
    return { test, verdict, passed: !verdict.problem && isAsExpected(verdict.rows, test.expected) };
  });

const isAsExpected = (rows: readonly OutputRow[], expected: readonly OutputRow[] | null): boolean =>
  expected !== null &&
  rows.length === expected.length &&
  expected.every((wanted, at) =>
    Object.entries(wanted).every(([name, value]) => isEqual(rows[at]?.[name] ?? null, value)),
  );

function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => isEqual((one as OutputRow)[key], (other as OutputRow)[key]))
  );
}
