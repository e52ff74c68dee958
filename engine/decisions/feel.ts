import { createHash } from 'node:crypto';
import { evaluate } from '@bpmn-io/feelin';
import { LimitExceeded, withTimeLimit } from '#common/node/time-limit.ts';
import type { Decision } from '#common/process-files/model/decision.ts';
import type { Variables } from '../core/model.ts';
import { type Evaluation, jsonOf, remainingAfter, resultOf } from './evaluate.ts';
import { EvaluationPending } from './evaluation-pending.ts';
import {
  blockUntilAnswered,
  isEvaluatorFree,
  type PendingEvaluation,
  resultOfReply,
  startEvaluation,
} from './evaluator.ts';
import { isPlain, mayBeExpensive } from './expression-cost.ts';

/** So many results are remembered, those whose values and result are short: together some 40 MB at most. */
const MAX_CACHED_RESULTS = 20_000;
const MAX_CACHED_LENGTH = 1_024;

/** Milliseconds that an expression may take for which the engine stands still; ordinary ones take less than one. */
const EXPRESSION_TIMEOUT_MS = 250;
/** Beside the engine, where what it reads has to be brought first. */
const EVALUATOR_TIMEOUT_MS = 1_000;

/** Characters of JSON that all expressions of one command may give; what they give is written down, each time anew. */
const MAX_COMMAND_CHARS = 16 * 1024 * 1024;

/** Milliseconds that all expressions of one command may take which could take long. */
const COMMAND_TIMEOUT_MS = 2_000;

/** Milliseconds for which a turn stands still for an expression, and for all of its expressions together. Whatever takes longer, its
 *  command waits for alone. */
const MAX_BLOCKING_MS = 20;
const MAX_BLOCKING_PER_TURN_MS = 50;

/** What a command has asked to be evaluated beside the engine. When it could not wait for an answer, it runs again, at the same time of
 *  the engine, so that it asks the same. */
export type Evaluations = {
  now: number | undefined;
  /** By what is evaluated, with all that it reads. */
  asked: Map<string, PendingEvaluation>;
  /** How long these took. */
  ms: number;
};

export const noEvaluations = (): Evaluations => ({ now: undefined, asked: new Map(), ms: 0 });

/** For how long a turn may still stand still. */
export type BlockingBudget = { leftMs: number };

export const blockingBudgetOfTurn = (): BlockingBudget => ({ leftMs: MAX_BLOCKING_PER_TURN_MS });

type EvaluationWaits = { evaluations: Evaluations; patience: BlockingBudget };

/** What the command under way has spent of its time and its characters; undefined outside of commands. */
let running: { ms: number; characters: number; waits: EvaluationWaits | undefined } | undefined;

/** Runs a command, whose expressions get so much time and room together and no more.
 *  @param waits for what the turn does not stand still; else it stands still for every expression
 *  @throws EvaluationPending */
export function withinOneCommand<T>(run: () => T, waits?: EvaluationWaits): T {
  running = { ms: 0, characters: 0, waits };
  try {
    return run();
  } finally {
    running = undefined;
  }
}

/** @throws LimitExceeded */
function countResult(json: string): string {
  if (running) {
    running.characters += json.length;
    if (running.characters > MAX_COMMAND_CHARS)
      throw new LimitExceeded(
        `the expressions of one command gave more than ${MAX_COMMAND_CHARS} characters`,
      );
  }
  return json;
}

/** Runs what is taken off the time of the command.
 *  @throws LimitExceeded */
function chargeCommandTime<T>(run: () => T): T {
  if (!running) return run();
  const takenMs = running.ms + (running.waits?.evaluations.ms ?? 0);
  if (takenMs > COMMAND_TIMEOUT_MS)
    throw new LimitExceeded(`the expressions before it had taken ${COMMAND_TIMEOUT_MS} ms in one command`);
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
 *  @throws LimitExceeded, EvaluationPending */
function evaluateBounded(evaluation: Evaluation, large: boolean): string {
  if (mayBeExpensive(evaluation, large)) return evaluateInEvaluator(JSON.stringify(evaluation));
  return large
    ? chargeCommandTime(() => withTimeLimit(EXPRESSION_TIMEOUT_MS, () => resultOf(evaluation)))
    : resultOf(evaluation);
}

/** Asks the evaluator, or has its answer from the last try.
 *  @throws LimitExceeded, EvaluationPending, and what the evaluation throws */
function evaluateInEvaluator(evaluation: string): string {
  const { answer, answered } = running?.waits
    ? requestEvaluation(evaluation, running.waits)
    : chargeCommandTime(() => evaluateBlocking(evaluation));
  if (!answer) throw new EvaluationPending(answered);
  return resultOfReply(answer);
}

function evaluateBlocking(evaluation: string): PendingEvaluation {
  const evaluating = startEvaluation(evaluation, EVALUATOR_TIMEOUT_MS);
  blockUntilAnswered(evaluating, Infinity);
  return evaluating;
}

/** @throws LimitExceeded */
function requestEvaluation(
  evaluation: string,
  { evaluations, patience }: EvaluationWaits,
): PendingEvaluation {
  const key = createHash('sha256').update(evaluation).digest('base64');
  return (
    evaluations.asked.get(key) ??
    chargeCommandTime(() => {
      const evaluating = startWithShortBlock(evaluation, patience);
      evaluations.asked.set(key, evaluating);
      void evaluating.answered.then(() => (evaluations.ms += evaluating.answer?.ms ?? 0));
      return evaluating;
    })
  );
}

/** Stands still for the answer a little, unless the evaluator has others to answer first. */
function startWithShortBlock(evaluation: string, patience: BlockingBudget): PendingEvaluation {
  const isFree = isEvaluatorFree();
  const evaluating = startEvaluation(evaluation, EVALUATOR_TIMEOUT_MS);
  if (!isFree) return evaluating;
  const since = performance.now();
  blockUntilAnswered(evaluating, Math.min(MAX_BLOCKING_MS, patience.leftMs));
  patience.leftMs -= performance.now() - since;
  return evaluating;
}

/** By kind, expression and the values of what it reads: the result as JSON. */
const resultCache = new Map<string, string>();

type Reads = { names: readonly string[]; timeless: boolean };
const readsOf = new Map<string, Reads>();

/** The plain names that an expression may read, and whether its value may also depend on the time. Words of its texts and comments are
 *  among them, which does no harm. */
const readNamesOf = (expression: string): Reads => {
  const known = readsOf.get(expression);
  if (known) return known;
  const found: string[] = expression.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const made = {
    names: [...new Set(found)],
    timeless: !found.includes('now') && !found.includes('today'),
  };
  if (readsOf.size >= MAX_CACHED_RESULTS) readsOf.clear();
  readsOf.set(expression, made);
  return made;
};

/** Evaluates where it can be ended, if need be. feelin parses an expression each time, which costs more than all else the engine does;
 *  an expression whose variables have the same values again has the same result, and where these are short it is remembered. */
const cacheResult = (
  kind: Evaluation['kind'],
  expression: string,
  variables: Variables,
  now: number,
): unknown => {
  const { names, timeless } = readNamesOf(expression);
  const composed: [string, unknown][] = [];
  for (const name in variables) if (!isPlain(name)) composed.push([name, variables[name]]);
  const read = [names.map((name) => variables[name]), composed];
  const large = remainingAfter(read, MAX_CACHED_LENGTH) < 0;
  const key = timeless && !large && JSON.stringify([kind, expression, read]);
  const known = key && resultCache.get(key);
  if (known) return JSON.parse(countResult(known));
  const ofItsNames = names
    .filter((name) => Object.hasOwn(variables, name))
    .map((name) => [name, variables[name]]);
  const result = evaluateBounded(
    { kind, expression, variables: Object.fromEntries([...ofItsNames, ...composed]), now },
    large,
  );
  if (key && key.length + result.length <= MAX_CACHED_LENGTH) {
    if (resultCache.size >= MAX_CACHED_RESULTS) resultCache.clear();
    resultCache.set(key, result);
  }
  return JSON.parse(countResult(result));
};

const LITERALS = new Set(['true', 'false', 'null']);

/** Copies a value as the JSON it is stored as; short scalars are their own copy. */
const copyOf = (value: unknown): unknown =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= MAX_CACHED_LENGTH)
    ? value
    : JSON.parse(countResult(jsonOf(value)));

const valueIn = (expression: string, variables: Variables, now: number): unknown =>
  isPlain(expression) && !LITERALS.has(expression)
    ? copyOf(Object.hasOwn(variables, expression) ? variables[expression] : null)
    : cacheResult('value', expression, variables, now);

/** The value of an attribute as Zeebe reads it: a FEEL expression behind `=`, else the text itself. */
export const valueOf = (source: string, variables: Variables, now: number): unknown =>
  source.startsWith('=') ? valueIn(source.slice(1), variables, now) : source;

/** What is wrong with the syntax of an attribute, if anything. */
export const problemOf = (source: string): string | undefined => {
  if (!source.startsWith('=')) return undefined;
  try {
    withTimeLimit(EXPRESSION_TIMEOUT_MS, () => evaluate(source.slice(1), {}));
    return undefined;
  } catch (error) {
    return error instanceof LimitExceeded ? undefined : (error as Error).message;
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
    !test?.trim() || cacheResult('test', test, { ...variables, '?': value }, now) === true;
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
