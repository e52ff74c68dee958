import { dictionary } from './dictionary.ts';
import { storeValue } from './large-values.ts';
import { arrive, complete, release } from './lifecycle.ts';
import type { Loop, Variables } from './model.ts';
import { IncidentError } from './rejection.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, Round } from './state.ts';
import { wipe } from './termination.ts';
import { conditionFor, evaluateFor, setLocal } from './variables.ts';

/** Maximum number of items of a round kept in the document of its instance. In a larger round each inner
 *  instance is a part of its own, so that its end writes no more than itself. */
const MAX_INNER_IN_DOCUMENT = 100;

/** Maximum number of inner instances started at once, in one command that blocks all others. */
const MAX_PARALLEL = 10_000;

/** Starts a multi-instance body: reads its collection and starts an inner instance for each item, or for the
 *  first.
 *  @throws IncidentError when the collection is no list, or too long to start all at once */
export function beginRound(runtime: Runtime, body: ElementInstance): () => void {
  const { loop } = body.node;
  const { inputCollection = '', outputCollection, sequential } = loop ?? {};
  const items = evaluateFor(runtime, body, inputCollection);
  if (!Array.isArray(items))
    throw new IncidentError(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${inputCollection.replace(/^=/, '')}' to be 'ARRAY'`,
    );
  if (!sequential && items.length > MAX_PARALLEL)
    throw new IncidentError(
      'EXTRACT_VALUE_ERROR',
      `Expected the result of the expression '${inputCollection.replace(/^=/, '')}' to have at most ${MAX_PARALLEL} items, but it has ${items.length}`,
    );
  return () => {
    body.round = { items: sequential ? items : [], started: 0, completed: 0 };
    if (items.length > MAX_INNER_IN_DOCUMENT && !readsResults(loop)) body.round.apart = true;
    storeValue(runtime, body, body.key, body.round.items);
    if (outputCollection) setLocal(runtime, body, { [outputCollection]: items.map(() => null) });
    if (items.length === 0) return complete(runtime, body);
    for (const item of sequential ? items.slice(0, 1) : items) startInner(runtime, body, body.round, item);
  };
}

/** Returns true when the completion condition reads the collected results: all of them must then be loaded
 *  whenever an inner instance completes. */
const readsResults = (loop: Loop | undefined): boolean =>
  loop?.completionCondition?.match(/[\p{L}_][\p{L}\p{N}_]*/gu)?.includes(loop.outputCollection ?? '') ??
  false;

/** Starts an inner instance. Its item, its number from 1, and its output variable are local variables. */
function startInner(runtime: Runtime, body: ElementInstance, round: Round, item: unknown): void {
  const { loop } = body.node;
  if (!loop) return;
  const local: Variables = dictionary({ loopCounter: round.started + 1 });
  const given = /^=\s*(\w+)(?:\.\w+)*\s*$/.exec(loop.outputElement ?? '')?.[1];
  if (given) local[given] = null;
  if (loop.inputElement) local[loop.inputElement] = item ?? null;
  round.started += 1;
  body.tokens += 1;
  arrive(runtime, loop.inner, body, {}, { local });
}

/** Collects the result of an inner instance; returns true when the completion condition is met.
 *  @throws IncidentError when an expression cannot be evaluated */
export function countInner(runtime: Runtime, inner: ElementInstance): boolean {
  const body = inner.scope;
  const loop = body?.node.loop;
  if (!body?.round || !loop) return false;
  const { round } = body;
  const result = loop.outputElement ? (evaluateFor(runtime, inner, loop.outputElement) ?? null) : null;
  const counts = {
    numberOfInstances: sizeOf(round),
    numberOfActiveInstances: body.tokens - 1,
    numberOfCompletedInstances: round.completed + 1,
    numberOfTerminatedInstances: 0,
  };
  const { outputCollection } = loop;
  if (outputCollection && round.apart)
    runtime.state.putValue(body.key, String(placeOf(inner, round)), result);
  else if (outputCollection) {
    const place = placeOf(inner, round);
    const collected = collectionOf(body, outputCollection, place);
    setLocal(runtime, body, { [outputCollection]: collected.with(place, result) });
  }
  const seen = { ...inner, variables: { ...inner.variables, ...counts } };
  const enough = loop.completionCondition ? conditionFor(runtime, seen, loop.completionCondition) : false;
  round.completed += 1;
  const isLast = body.tokens === 1 && round.started >= round.items.length;
  if (outputCollection && round.apart && (enough || isLast)) collect(runtime, body, round, outputCollection);
  return enough;
}

/** Sets all results of a large round at once. */
function collect(runtime: Runtime, body: ElementInstance, round: Round, outputCollection: string): void {
  const results = runtime.state.valuesOf(body.key);
  const collected = Array.from({ length: sizeOf(round) }, (_, place) => results.get(String(place)) ?? null);
  setLocal(runtime, body, { [outputCollection]: collected });
}

/** Returns the results collected so far.
 *  @throws IncidentError when somebody has set the variable to a value without that index */
function collectionOf({ variables }: ElementInstance, name: string, place: number): unknown[] {
  const collected = variables[name];
  if (!Array.isArray(collected))
    throw new IncidentError('EXTRACT_VALUE_ERROR', `Expected the output collection '${name}' to be 'ARRAY'`);
  if (collected.length > place) return collected;
  throw new IncidentError(
    'EXTRACT_VALUE_ERROR',
    `Expected the output collection '${name}' to have more than ${place} items, but it has ${collected.length}`,
  );
}

/** Number of items in a round; the list is empty when all were started together. */
const sizeOf = ({ items, started }: Round): number => Math.max(items.length, started);

/** Returns an inner instance's index in the collection.
 *  @throws IncidentError when somebody has changed its loop counter */
function placeOf(inner: ElementInstance, round: Round): number {
  const counter = inner.variables['loopCounter'];
  if (Number.isInteger(counter) && Number(counter) >= 1 && Number(counter) <= sizeOf(round))
    return Number(counter) - 1;
  throw new IncidentError(
    'EXTRACT_VALUE_ERROR',
    `Expected 'loopCounter' to be a number from 1 to ${sizeOf(round)}`,
  );
}

/** Continues the body after an inner instance has completed; the body ends with the last one or when its
 *  completion condition is met. */
export function continueBody(runtime: Runtime, body: ElementInstance, enough: boolean): void {
  const { round } = body;
  if (enough) {
    wipe(runtime, body);
    complete(runtime, body);
    return;
  }
  if (round && round.started < round.items.length)
    startInner(runtime, body, round, round.items[round.started]);
  release(runtime, body);
}
