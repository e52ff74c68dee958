import { date, evaluate, SyntaxError, unaryTest } from '@bpmn-io/feelin';
import { isTooDeep, MAX_JSON_DEPTH } from '../core/json-depth.ts';
import type { Variables } from '../core/model.ts';

/** An expression with the variables it reads. `test`: a unary test of the value `?`. The time, in ms, is the
 *  engine's, not the machine's. */
export type Evaluation = {
  kind: 'value' | 'test';
  expression: string;
  variables: Variables;
  now: number;
};

/** Maximum length of a result as JSON, in characters. */
const MAX_RESULT_CHARS = 4 * 1024 * 1024;

/** Returns an upper bound of what a value leaves of `room` characters of JSON; negative when it is longer.
 *  Counting stops there. */
export const remainingAfter = (value: unknown, room: number): number => {
  if (room < 0) return room;
  if (typeof value === 'string') return room - value.length;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return room - 1;
  let left = room - 2;
  for (const name in value) {
    if (left < 0) break;
    left = remainingAfter((value as Variables)[name], Array.isArray(value) ? left : left - name.length);
  }
  return left;
};

/** Serializes a result. The engine's variables are JSON: a date or a duration becomes its text, and anything
 *  JSON does not know becomes null.
 *  @throws when it is longer or deeper than a variable may be */
export const jsonOf = (value: unknown): string => {
  const text = remainingAfter(value, MAX_RESULT_CHARS) < 0 ? undefined : (JSON.stringify(value) ?? 'null');
  if (text === undefined || text.length > MAX_RESULT_CHARS)
    throw new Error(`its result is longer than ${MAX_RESULT_CHARS} characters`);
  if (text.length > 2 * MAX_JSON_DEPTH && isTooDeep(value))
    throw new Error(`its result has more than ${MAX_JSON_DEPTH} levels`);
  return text;
};

/** Zeebe's own function for repeating intervals: `cycle(3, duration("PT1H"))`; without end where only the
 *  duration is given. */
const cycle = (repetitions: unknown, interval: unknown): string =>
  interval === undefined ? `R/${String(repetitions)}` : `R${String(repetitions ?? '')}/${String(interval)}`;

/** Runs an evaluation and hides the values in its errors. feelin's errors contain them, but the operators who
 *  read error texts must not see them. Its syntax errors name only the expression. */
function withoutConsole(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    throw new Error('it cannot be evaluated with the values of its variables', { cause: error });
  }
}

/** Evaluates an expression and returns the result as JSON. */
export function resultOf({ kind, expression, variables, now }: Evaluation): string {
  const known = {
    now: () => date(new Date(now).toISOString()),
    today: () => date(new Date(now).toISOString().slice(0, 10)),
    cycle,
    ...variables,
  };
  return jsonOf(
    withoutConsole(
      () => (kind === 'value' ? evaluate(expression, known) : unaryTest(expression, known)).value,
    ),
  );
}
