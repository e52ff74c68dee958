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

/** Maximum number of cached results. Only those with short values and a short result are cached: together
 *  some 40 MB at most. */
const MAX_CACHED_RESULTS = 20_000;
const MAX_CACHED_LENGTH = 1_024;

/** Time limit in ms of an expression that the engine evaluates itself; ordinary ones take less than one. */
const EXPRESSION_TIMEOUT_MS = 250;
/** Time limit in ms in the evaluator, which first has to receive the variables. */
const EVALUATOR_TIMEOUT_MS = 1_000;

/** Maximum length of JSON that all expressions of one command may return, in characters: each result is
 *  stored anew. */
const MAX_COMMAND_CHARS = 16 * 1024 * 1024;

/** Time limit in ms of all potentially slow expressions of one command together. */
const COMMAND_TIMEOUT_MS = 2_000;

/** Milliseconds for which a turn blocks on one expression, and on all of its expressions together. If it
 *  takes longer, only its own command waits. */
const MAX_BLOCKING_MS = 20;
const MAX_BLOCKING_PER_TURN_MS = 50;

/** Evaluations that a command has requested from the evaluator. If the command could not wait for an answer,
 *  it runs again at the same engine time, so that it requests the same. */
export type Evaluations = {
  now: number | undefined;
  /** By the evaluation, with everything it reads. */
  asked: Map<string, PendingEvaluation>;
  /** Time they took, in ms. */
  ms: number;
};

export const noEvaluations = (): Evaluations => ({ now: undefined, asked: new Map(), ms: 0 });

/** Time for which a turn may still block. */
export type BlockingBudget = { leftMs: number };

export const blockingBudgetOfTurn = (): BlockingBudget => ({ leftMs: MAX_BLOCKING_PER_TURN_MS });

type EvaluationWaits = { evaluations: Evaluations; patience: BlockingBudget };

/** Time and characters spent by the running command; undefined outside of commands. */
let running: { ms: number; characters: number; waits: EvaluationWaits | undefined } | undefined;

/** Runs a command; its expressions share one limit of time and of result length.
 *  @param waits for evaluations that the turn does not block on; without it, it blocks on every expression
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

/** Runs something that counts against the command's time.
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

/** Evaluates with bounds on time and growth: ordinary expressions directly, those that read much under a time
 *  limit, and those that may grow in another process.
 *  @param large true when it reads so much that any expression may take long
 *  @throws LimitExceeded, EvaluationPending */
function evaluateBounded(evaluation: Evaluation, large: boolean): string {
  if (mayBeExpensive(evaluation, large)) return evaluateInEvaluator(JSON.stringify(evaluation));
  return large
    ? chargeCommandTime(() => withTimeLimit(EXPRESSION_TIMEOUT_MS, () => resultOf(evaluation)))
    : resultOf(evaluation);
}

/** Asks the evaluator, or takes its answer from the last try.
 *  @throws LimitExceeded, EvaluationPending, and the error of the evaluation */
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

/** Blocks briefly for the answer, unless the evaluator has other requests to answer first. */
function startWithShortBlock(evaluation: string, patience: BlockingBudget): PendingEvaluation {
  const isFree = isEvaluatorFree();
  const evaluating = startEvaluation(evaluation, EVALUATOR_TIMEOUT_MS);
  if (!isFree) return evaluating;
  const since = performance.now();
  blockUntilAnswered(evaluating, Math.min(MAX_BLOCKING_MS, patience.leftMs));
  patience.leftMs -= performance.now() - since;
  return evaluating;
}

/** Results as JSON, by kind, expression and the values it reads. */
const resultCache = new Map<string, string>();

type Reads = { names: readonly string[]; timeless: boolean };
const readsOf = new Map<string, Reads>();

/** Finds the plain names that an expression may read, and whether its value may depend on the time. Words of
 *  its texts and comments are included, which does no harm. */
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

/** Evaluates an expression, where it can be interrupted if need be, or returns its cached result. feelin
 *  parses an expression each time, which costs more than everything else the engine does. The same expression
 *  with the same values has the same result; short ones are cached. */
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

/** Copies a value through its stored JSON; short scalars are their own copy. */
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

/** Evaluates an attribute as Zeebe does: a FEEL expression after `=`, else the text itself. */
export const valueOf = (source: string, variables: Variables, now: number): unknown =>
  source.startsWith('=') ? valueIn(source.slice(1), variables, now) : source;

/** Returns the syntax error of an attribute, if any. */
export const problemOf = (source: string): string | undefined => {
  if (!source.startsWith('=')) return undefined;
  try {
    withTimeLimit(EXPRESSION_TIMEOUT_MS, () => evaluate(source.slice(1), {}));
    return undefined;
  } catch (error) {
    return error instanceof LimitExceeded ? undefined : (error as Error).message;
  }
};

/** Evaluates a decision table. Returns its result, the matching rows, the values of its inputs, and the
 *  outputs of each matching row.
 *  @throws when the hit policy is unknown or violated by the values */
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
