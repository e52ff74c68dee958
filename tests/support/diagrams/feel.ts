import { evaluate, unaryTest } from '@bpmn-io/feelin';
import type { Decision } from './diagrams.ts';

export type Variables = Record<string, unknown>;

/** The value of an attribute as Zeebe reads it: a FEEL expression behind `=`, else the text itself. */
export const valueOf = (source: string, variables: Variables): unknown =>
  source.startsWith('=') ? evaluate(source.slice(1), variables).value : source;

/** The first row that fits (hit policy FIRST), or null. Evaluated by feelin, so it is the table that is checked, not
 *  the engine. */
export const decide = ({ inputs, rows }: Decision, variables: Variables): Variables | null => {
  const values = inputs.map((input) => evaluate(input, variables).value);
  const fits = (test: string | undefined, value: unknown): boolean =>
    !test || unaryTest(test, { ...variables, '?': value }).value === true;
  const row = rows.find((candidate) => values.every((value, index) => fits(candidate.inputs[index], value)));
  if (!row) return null;
  return Object.fromEntries(
    Object.entries(row.outputs).map(([name, text]) => [name, evaluate(text, variables).value]),
  );
};
