import { arrive, complete, release, wipe } from './lifecycle.ts';
import type { Variables } from './model.ts';
import { Stuck } from './rejection.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, Round } from './state.ts';
import { conditionFor, evaluateFor, setLocal } from './variables.ts';

/** A multi-instance body reads its collection and starts an inner activity for each item, or for the first.
 *  @throws Stuck when the collection is no list */
export function beginRound(runtime: Runtime, body: ElementInstance): () => void {
  const { inputCollection = '', outputCollection, sequential } = body.node.loop ?? {};
  const items = evaluateFor(runtime, body, inputCollection);
  if (!Array.isArray(items))
    throw new Stuck(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${inputCollection.replace(/^=/, '')}' to be 'ARRAY'`,
    );
  return () => {
    body.round = { items, started: 0, completed: 0 };
    if (outputCollection) setLocal(runtime, body, { [outputCollection]: items.map(() => null) });
    if (items.length === 0) return complete(runtime, body);
    const first = sequential ? 1 : items.length;
    for (let index = 0; index < first; index += 1) startInner(runtime, body, body.round);
  };
}

/** The inner activity has its item, its number from 1, and the variable it shall give back, as variables of its own. */
function startInner(runtime: Runtime, body: ElementInstance, round: Round): void {
  const { loop } = body.node;
  if (!loop) return;
  const local: Variables = { loopCounter: round.started + 1 };
  const given = /^=\s*(\w+)(?:\.\w+)*\s*$/.exec(loop.outputElement ?? '')?.[1];
  if (given) local[given] = null;
  if (loop.inputElement) local[loop.inputElement] = round.items[round.started] ?? null;
  round.started += 1;
  body.tokens += 1;
  arrive(runtime, loop.inner, body, {}, { local });
}

/** Takes what an inner activity gives back; says whether the body has enough.
 *  @throws Stuck when an expression cannot be evaluated */
export function countInner(runtime: Runtime, inner: ElementInstance): boolean {
  const body = inner.scope;
  const loop = body?.node.loop;
  if (!body?.round || !loop) return false;
  const { round } = body;
  const result = loop.outputElement ? (evaluateFor(runtime, inner, loop.outputElement) ?? null) : null;
  const counts = {
    numberOfInstances: round.items.length,
    numberOfActiveInstances: body.tokens - 1,
    numberOfCompletedInstances: round.completed + 1,
    numberOfTerminatedInstances: 0,
  };
  const { outputCollection } = loop;
  if (outputCollection) {
    const at = Number(inner.variables['loopCounter']) - 1;
    const collected = body.variables[outputCollection] as unknown[];
    setLocal(runtime, body, { [outputCollection]: collected.with(at, result) });
  }
  const seen = { ...inner, variables: { ...inner.variables, ...counts } };
  const enough = loop.completionCondition ? conditionFor(runtime, seen, loop.completionCondition) : false;
  round.completed += 1;
  return enough;
}

/** An inner activity has completed: the body goes on, or ends with the last one or with enough. */
export function goOnInBody(runtime: Runtime, body: ElementInstance, enough: boolean): void {
  const { round, node } = body;
  if (enough) {
    wipe(runtime, body);
    complete(runtime, body);
    return;
  }
  if (round && node.loop?.sequential && round.started < round.items.length) startInner(runtime, body, round);
  release(runtime, body);
}
