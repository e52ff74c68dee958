import { createHash } from 'node:crypto';
import { evaluate } from '@bpmn-io/feelin';
import { Endless, withTimeLimit } from '#common/node/time-limit.ts';
import type { Decision } from '#common/process-files/model/decision.ts';
import type { Variables } from '../core/model.ts';
import { isPlain, mayGrow } from './growth.ts';
import { jsonOf, leftAfter, resultOf, type Evaluation } from './evaluate.ts';
import { beginEvaluating, isEvaluatorFree, resultIn, standStillFor, type Evaluating } from './evaluator.ts';
import { NotEvaluated } from './not-evaluated.ts';

/** So many results are remembered, those whose values and result are short: together some 40 MB at most. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 1_024;

/** Milliseconds that an expression may take for which the engine stands still; ordinary ones take less than one. */
const LONGEST_MS = 250;
/** Beside the engine, where what it reads has to be brought first. */
const LONGEST_BESIDE_MS = 1_000;

/** Characters of JSON that all expressions of one command may give; what they give is written down, each time anew. */
const LONGEST_OF_A_COMMAND = 16 * 1024 * 1024;

/** Milliseconds that all expressions of one command may take which could take long. */
const LONGEST_OF_A_COMMAND_MS = 2_000;

/** Milliseconds for which a turn stands still for an expression, and for all of its expressions together. Whatever takes longer, its
 *  command waits for alone. */
const STAND_STILL_MS = 20;
const STAND_STILL_OF_A_TURN_MS = 50;

/** What a command has asked to be evaluated beside the engine. When it could not wait for an answer, it runs again, at the same time of
 *  the engine, so that it asks the same. */
export type Evaluations = {
  now: number | undefined;
  /** By what is evaluated, with all that it reads. */
  asked: Map<string, Evaluating>;
  /** How long these took. */
  ms: number;
};

export const noEvaluations = (): Evaluations => ({ now: undefined, asked: new Map(), ms: 0 });

/** For how long a turn may still stand still. */
export type Patience = { leftMs: number };

export const patienceOfATurn = (): Patience => ({ leftMs: STAND_STILL_OF_A_TURN_MS });

type Waits = { evaluations: Evaluations; patience: Patience };

/** What the command under way has spent of its time and its characters; undefined outside of commands. */
let running: { ms: number; characters: number; waits: Waits | undefined } | undefined;

/** Runs a command, whose expressions get so much time and room together and no more.
 *  @param waits for what the turn does not stand still; else it stands still for every expression
 *  @throws NotEvaluated */
export function withinOneCommand<T>(run: () => T, waits?: Waits): T {
  running = { ms: 0, characters: 0, waits };
  try {
    return run();
  } finally {
    running = undefined;
  }
}

/** @throws Endless */
function given(json: string): string {
  if (running) {
    running.characters += json.length;
    if (running.characters > LONGEST_OF_A_COMMAND)
      throw new Endless(`the expressions of one command gave more than ${LONGEST_OF_A_COMMAND} characters`);
  }
  return json;
}

/** Runs what is taken off the time of the command.
 *  @throws Endless */
function timed<T>(run: () => T): T {
  if (!running) return run();
  const takenMs = running.ms + (running.waits?.evaluations.ms ?? 0);
  if (takenMs > LONGEST_OF_A_COMMAND_MS)
    throw new Endless(`the expressions before it had taken ${LONGEST_OF_A_COMMAND_MS} ms in one command`);
  const since = performance.now();
  try {
    return run();
  } finally {
    running.ms += performance.now() - since;
  }
}

/** Evaluates, and ends what would go on for ever or grow without measure: the ordinary at once, what reads much under a time limit, and
 *  what may grow in a process beside this one.
 *  @param large whether it reads so much that any expression may take long
 *  @throws Endless, NotEvaluated */
function bounded(evaluation: Evaluation, large: boolean): string {
  if (mayGrow(evaluation, large)) return evaluatedBeside(JSON.stringify(evaluation));
  return large ? timed(() => withTimeLimit(LONGEST_MS, () => resultOf(evaluation))) : resultOf(evaluation);
}

/** Asks the evaluator, or has its answer from the last try.
 *  @throws Endless, NotEvaluated, and what the evaluation throws */
function evaluatedBeside(evaluation: string): string {
  const { answer, answered } = running?.waits
    ? askedFor(evaluation, running.waits)
    : timed(() => waitedFor(evaluation));
  if (!answer) throw new NotEvaluated(answered);
  return resultIn(answer);
}

function waitedFor(evaluation: string): Evaluating {
  const evaluating = beginEvaluating(evaluation, LONGEST_BESIDE_MS);
  standStillFor(evaluating, Infinity);
  return evaluating;
}

/** @throws Endless */
function askedFor(evaluation: string, { evaluations, patience }: Waits): Evaluating {
  const key = createHash('sha256').update(evaluation).digest('base64');
  return (
    evaluations.asked.get(key) ??
    timed(() => {
      const evaluating = askedNow(evaluation, patience);
      evaluations.asked.set(key, evaluating);
      void evaluating.answered.then(() => (evaluations.ms += evaluating.answer?.ms ?? 0));
      return evaluating;
    })
  );
}

/** Stands still for the answer a little, unless the evaluator has others to answer first. */
function askedNow(evaluation: string, patience: Patience): Evaluating {
  const isFree = isEvaluatorFree();
  const evaluating = beginEvaluating(evaluation, LONGEST_BESIDE_MS);
  if (!isFree) return evaluating;
  const since = performance.now();
  standStillFor(evaluating, Math.min(STAND_STILL_MS, patience.leftMs));
  patience.leftMs -= performance.now() - since;
  return evaluating;
}

/** By kind, expression and the values of what it reads: the result as JSON. */
const remembered = new Map<string, string>();

type Reads = { names: readonly string[]; timeless: boolean };
const readsOf = new Map<string, Reads>();

/** The plain names that an expression may read, and whether its value may also depend on the time. Words of its texts and comments are
 *  among them, which does no harm. */
const reads = (expression: string): Reads => {
  const known = readsOf.get(expression);
  if (known) return known;
  const found: string[] = expression.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const made = {
    names: [...new Set(found)],
    timeless: !found.includes('now') && !found.includes('today'),
  };
  if (readsOf.size >= MOST_REMEMBERED) readsOf.clear();
  readsOf.set(expression, made);
  return made;
};

/** Evaluates where it can be ended, if need be. feelin parses an expression each time, which costs more than all else the engine does;
 *  an expression whose variables have the same values again has the same result, and where these are short it is remembered. */
const remember = (
  kind: Evaluation['kind'],
  expression: string,
  variables: Variables,
  now: number,
): unknown => {
  const { names, timeless } = reads(expression);
  const composed: [string, unknown][] = [];
  for (const name in variables) if (!isPlain(name)) composed.push([name, variables[name]]);
  const read = [names.map((name) => variables[name]), composed];
  const large = leftAfter(read, LONGEST_REMEMBERED) < 0;
  const key = timeless && !large && JSON.stringify([kind, expression, read]);
  const known = key && remembered.get(key);
  if (known) return JSON.parse(given(known));
  const ofItsNames = names
    .filter((name) => Object.hasOwn(variables, name))
    .map((name) => [name, variables[name]]);
  const result = bounded(
    { kind, expression, variables: Object.fromEntries([...ofItsNames, ...composed]), now },
    large,
  );
  if (key && key.length + result.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, result);
  }
  return JSON.parse(given(result));
};

const LITERALS = new Set(['true', 'false', 'null']);

/** Copies a value as the JSON it is stored as; short scalars are their own copy. */
const copyOf = (value: unknown): unknown =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= LONGEST_REMEMBERED)
    ? value
    : JSON.parse(given(jsonOf(value)));

const valueIn = (expression: string, variables: Variables, now: number): unknown =>
  isPlain(expression) && !LITERALS.has(expression)
    ? copyOf(Object.hasOwn(variables, expression) ? variables[expression] : null)
    : remember('value', expression, variables, now);

/** The value of an attribute as Zeebe reads it: a FEEL expression behind `=`, else the text itself. */
export const valueOf = (source: string, variables: Variables, now: number): unknown =>
  source.startsWith('=') ? valueIn(source.slice(1), variables, now) : source;

/** What is wrong with the syntax of an attribute, if anything. */
export const problemOf = (source: string): string | undefined => {
  if (!source.startsWith('=')) return undefined;
  try {
    withTimeLimit(LONGEST_MS, () => evaluate(source.slice(1), {}));
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
    !test?.trim() || remember('test', test, { ...variables, '?': value }, now) === true;
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
