import { date, evaluate, unaryTest } from '@bpmn-io/feelin';
import { Endless, withTimeLimit } from '../../common/time-limit.ts';
import type { Decision } from '../../lint/decision.ts';
import { isTooDeep, MOST_LEVELS } from '../core/depth.ts';
import type { Variables } from '../core/model.ts';

/** So many results are remembered, those whose values and result are short: together some 40 MB at most. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 1_024;

/** Characters of a result as JSON. */
const LONGEST_RESULT = 4 * 1024 * 1024;

/** Milliseconds that an expression may take; ordinary ones take less than one. */
const LONGEST_MS = 250;

/** Words of FEEL, and filters of lists, with which the work of an expression is no longer in proportion to its text. */
const MAY_TAKE_LONG =
  /\b(?:for|some|every|function|matches|contains|replace|split|sort|distinct|duplicate|union|flatten|concatenate)\b|[\p{L}\p{N}_)\]}]\s*\[/u;
/** Characters of an expression that takes long to read. */
const LONG_TEXT = 1_000;

/** Milliseconds that all expressions of one command may take which are evaluated where they can be ended; what waits behind the
 *  command waits as long. */
const LONGEST_OF_A_COMMAND_MS = 2_000;

/** Milliseconds that the command under way has spent; undefined outside of commands. */
let spent: number | undefined;

/** Runs a command, whose expressions get so much time together and no more. */
export function withinOneCommand<T>(run: () => T): T {
  spent = 0;
  try {
    return run();
  } finally {
    spent = undefined;
  }
}

/** Evaluates, and ends what would go on for ever: the evaluation reads and changes nothing but its own values, so it can be stopped
 *  anywhere.
 *  @param large whether it reads so much that any expression may take long
 *  @throws Endless */
function bounded(expression: string, large: boolean, run: () => unknown): unknown {
  if (!large && expression.length <= LONG_TEXT && !MAY_TAKE_LONG.test(expression)) return run();
  if (spent !== undefined && spent > LONGEST_OF_A_COMMAND_MS)
    throw new Endless(`the expressions before it had taken ${LONGEST_OF_A_COMMAND_MS} ms in one command`);
  const since = performance.now();
  try {
    return withTimeLimit(LONGEST_MS, run);
  } finally {
    if (spent !== undefined) spent += performance.now() - since;
  }
}

/** By kind, expression and the values of what it reads: the result as JSON. */
const remembered = new Map<string, string>();

type Reads = { names: readonly string[]; timeless: boolean };
const readsOf = new Map<string, Reads>();

/** The plain names that an expression may read, and whether its value also depends on the time. */
const reads = (expression: string): Reads => {
  const known = readsOf.get(expression);
  if (known) return known;
  const found: string[] =
    expression.replace(/"(?:[^"\\]|\\.)*"/g, ' ').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const made = {
    names: [...new Set(found)],
    timeless: !found.includes('now') && !found.includes('today'),
  };
  if (readsOf.size >= MOST_REMEMBERED) readsOf.clear();
  readsOf.set(expression, made);
  return made;
};

/** How much of so many characters of JSON a value leaves at most; negative when it is longer. Counting ends there. */
const leftAfter = (value: unknown, room: number): number => {
  if (room < 0) return room;
  if (typeof value === 'string') return room - value.length;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return room - 1;
  let left = room - 2;
  for (const name in value) {
    if (left < 0) break;
    left = leftAfter((value as Variables)[name], Array.isArray(value) ? left : left - name.length);
  }
  return left;
};

/** The engine's variables are JSON: a date or a duration becomes its text, and what JSON does not know, null.
 *  @throws when it is longer or deeper than a variable may be */
const jsonOf = (value: unknown): string => {
  const text = leftAfter(value, LONGEST_RESULT) < 0 ? undefined : (JSON.stringify(value) ?? 'null');
  if (text === undefined || text.length > LONGEST_RESULT)
    throw new Error(`its result is longer than ${LONGEST_RESULT} characters`);
  if (text.length > 2 * MOST_LEVELS && isTooDeep(value))
    throw new Error(`its result has more than ${MOST_LEVELS} levels`);
  return text;
};

/** Names of one word. FEEL also knows variables whose names have spaces and signs, `a b`; an expression may read any of them. */
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** Those met before: the same few names are asked for again and again. */
const plainNames = new Set<string>();

function isPlain(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (!NAME.test(name)) return false;
  if (plainNames.size >= MOST_REMEMBERED) plainNames.clear();
  plainNames.add(name);
  return true;
}

/** Evaluates where it can be ended, if need be. feelin parses an expression each time, which costs more than all else the engine does;
 *  an expression whose variables have the same values again has the same result, and where these are short it is remembered. */
const remember = (kind: string, expression: string, variables: Variables, value: () => unknown): unknown => {
  const { names, timeless } = reads(expression);
  const composed: [string, unknown][] = [];
  for (const name in variables) if (!isPlain(name)) composed.push([name, variables[name]]);
  const read = [names.map((name) => variables[name]), composed];
  const large = leftAfter(read, LONGEST_REMEMBERED) < 0;
  const key = timeless && !large && JSON.stringify([kind, expression, read]);
  const known = key && remembered.get(key);
  if (known) return JSON.parse(known);
  const result = jsonOf(bounded(expression, large, value));
  if (key && key.length + result.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, result);
  }
  return JSON.parse(result);
};

const LITERALS = new Set(['true', 'false', 'null']);

/** Copies a value as the JSON it is stored as; short scalars are their own copy. */
const copyOf = (value: unknown): unknown =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= LONGEST_REMEMBERED)
    ? value
    : JSON.parse(jsonOf(value));

const valueIn = (expression: string, variables: Variables, now: number): unknown =>
  isPlain(expression) && !LITERALS.has(expression)
    ? copyOf(Object.hasOwn(variables, expression) ? variables[expression] : null)
    : remember('value', expression, variables, () => evaluate(expression, at(now, variables)).value);

/** Zeebe's own function for repeating intervals: `cycle(3, duration("PT1H"))`, without end where only the duration is given. */
const cycle = (repetitions: unknown, interval: unknown): string =>
  interval === undefined ? `R/${String(repetitions)}` : `R${String(repetitions ?? '')}/${String(interval)}`;

/** The time at which an expression is evaluated is that of the engine, not of the machine. */
const at = (now: number, variables: Variables): Variables => ({
  now: () => date(new Date(now).toISOString()),
  today: () => date(new Date(now).toISOString().slice(0, 10)),
  cycle,
  ...variables,
});

/** The value of an attribute as Zeebe reads it: a FEEL expression behind `=`, else the text itself. */
export const valueOf = (source: string, variables: Variables, now: number): unknown =>
  source.startsWith('=') ? valueIn(source.slice(1), variables, now) : source;

/** What is wrong with the syntax of an attribute, if anything. */
export const problemOf = (source: string): string | undefined => {
  if (!source.startsWith('=')) return undefined;
  try {
    bounded(source.slice(1), false, () => evaluate(source.slice(1), {}));
    return undefined;
  } catch (error) {
    return error instanceof Endless ? undefined : (error as Error).message;
  }
};

/** What a decision table says, the rows that fit, the values of its inputs, and of the outputs of each row that fits.
 *  @throws when the hit policy is unknown or broken by the values */
export const evaluateTable = (
  { id, hitPolicy, inputs, rows }: Decision,
  variables: Variables,
  now: number,
): { result: unknown; matched: string[]; inputs: unknown[]; outputs: Variables[] } => {
  const values = inputs.map((input) => valueIn(input, variables, now));
  const fits = (test: string | undefined, value: unknown): boolean =>
    !test?.trim() ||
    remember(
      'test',
      test,
      { ...variables, '?': value },
      () => unaryTest(test, { ...variables, '?': value }).value,
    ) === true;
  const fitting = (row: Decision['rows'][number]): boolean =>
    values.every((value, index) => fits(row.inputs[index], value));
  const outputsOf = (row: Decision['rows'][number]): Variables =>
    Object.fromEntries(
      Object.entries(row.outputs).map(([name, text]) => [
        name,
        text.trim() ? valueIn(text, variables, now) : null,
      ]),
    );
  const valueOfRow = (outputs: Variables | undefined): unknown => {
    const found = Object.values(outputs ?? {});
    return outputs ? (found.length === 1 ? found[0] : outputs) : null;
  };

  const first = hitPolicy === 'FIRST' ? rows.find(fitting) : undefined;
  const all = hitPolicy === 'FIRST' ? (first ? [first] : []) : rows.filter(fitting);
  const matched = all.map((row) => row.id);
  if (hitPolicy === 'UNIQUE' && all.length > 1)
    throw new Error(`${id}: more than one row fits: ${matched.join(', ')}`);
  if (!['FIRST', 'UNIQUE', 'COLLECT'].includes(hitPolicy))
    throw new Error(`${id}: the hit policy ${hitPolicy} is unknown here`);
  const outputs = all.map(outputsOf);
  const result = hitPolicy === 'COLLECT' ? outputs.map(valueOfRow) : valueOfRow(outputs[0]);
  return { result, matched, inputs: values, outputs };
};
