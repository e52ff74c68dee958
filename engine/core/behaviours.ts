import { evaluate, evaluationValue } from '../decisions/evaluation.ts';
import { compensate } from './compensation.ts';
import { throwingFrom } from './errors.ts';
import { createJob } from './jobs.ts';
import { isTooDeep, MAX_JSON_DEPTH } from './json-depth.ts';
import { arrive, complete, startInstance } from './lifecycle.ts';
import { type Flow, modelOf, type NodeKind, type Variables } from './model.ts';
import { beginRound } from './multi-instance.ts';
import { whereValue } from './record-values.ts';
import { IncidentError } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';
import { invalidNameReason } from './storable-text.ts';
import { wipe } from './termination.ts';
import { createUserTask } from './user-tasks.ts';
import { conditionFor, evaluateFor, named, textFor, visible } from './variables.ts';

/** Activates an element when a token arrives. It evaluates all expressions first and may throw IncidentError
 *  before anything has changed; the function it returns runs once the element is active. */
type Behaviour = (runtime: Runtime, element: ElementInstance, event: Variables) => (() => void) | undefined;

/** Maximum depth of called process instances; it stops a process that calls itself endlessly. */
const MAX_CALL_DEPTH = 1_000;

export const behaviours: Record<NodeKind, Behaviour> = {
  process: () => undefined,

  subProcess: (runtime, element, event) => () => {
    const start = element.node.trigger ?? element.node.plainStart;
    if (!start) return;
    element.tokens += 1;
    arrive(runtime, start, element, event);
  },

  multiInstance: beginRound,

  callActivity(runtime, element) {
    const { called } = element.node;
    const source = called?.processId ?? '';
    const processId = textFor(runtime, element, source);
    const process = `process ${named(source, processId)}`;
    const definition = runtime.registry.latest.get(processId);
    if (definition?.unreadable !== undefined)
      throw new IncidentError(
        'CALLED_ELEMENT_ERROR',
        `Expected to call the ${process}, but this engine cannot read its diagram: ${definition.unreadable}`,
      );
    if (!definition)
      throw new IncidentError(
        'CALLED_ELEMENT_ERROR',
        `Expected the ${process} to be deployed, but not found.`,
      );
    const start = modelOf(definition).process.plainStart;
    if (!start)
      throw new IncidentError(
        'CALLED_ELEMENT_ERROR',
        `Expected the ${process} to have a none start event, but only messages start it.`,
      );
    if (element.instance.depth >= MAX_CALL_DEPTH)
      throw new IncidentError(
        'CALLED_ELEMENT_ERROR',
        `Expected to call the ${process}, but ${MAX_CALL_DEPTH} process instances have called each other already`,
      );
    return () => {
      const variables = called?.parentVariables ? visible(element) : { ...element.variables };
      element.called = startInstance(runtime, definition, element.instance.partition, {
        variables,
        at: start,
        caller: element,
      }).key;
    };
  },

  job(runtime, element) {
    const { job } = element.node;
    const type = textFor(runtime, element, job?.type ?? '');
    const problem = invalidNameReason(type);
    if (problem)
      throw new IncidentError(
        'EXTRACT_VALUE_ERROR',
        `Expected the type of a job to be a name, but ${problem}`,
      );
    const retries = wholeNumberOf(evaluateFor(runtime, element, job?.retries ?? '3'));
    if (retries === undefined)
      throw new IncidentError(
        'EXTRACT_VALUE_ERROR',
        `Expected the retries of '${element.node.id}' to be a whole number`,
      );
    return () => createJob(runtime, element, { type, retries, headers: job?.headers ?? {} });
  },

  userTask: (runtime, element) => createUserTask(runtime, element),

  decision(runtime, element) {
    const { decision } = element.node;
    const source = decision?.id ?? '';
    const id = textFor(runtime, element, source);
    const version = runtime.registry.decisions.get(id);
    if (!version)
      throw new IncidentError(
        'CALLED_DECISION_ERROR',
        `Expected to evaluate the decision ${named(source, id)}, but no such decision was found`,
      );
    const evaluated = evaluate(version, visible(element), runtime.now);
    if (evaluated.failure) throw new IncidentError('DECISION_EVALUATION_ERROR', evaluated.failure);
    if (isTooDeep(evaluated.output))
      throw new IncidentError(
        'DECISION_EVALUATION_ERROR',
        `The result has more than ${MAX_JSON_DEPTH} levels`,
      );
    return () => {
      runtime.log.emit(
        element.instance.partition,
        'DECISION_EVALUATION',
        'EVALUATED',
        nextKey(runtime, element),
        { ...evaluationValue(evaluated, {}), ...whereValue(element) },
      );
      complete(runtime, element, { [decision?.resultVariable ?? 'result']: evaluated.output });
    };
  },

  script(runtime, element) {
    const { script } = element.node;
    const result = evaluateFor(runtime, element, script?.expression ?? '') ?? null;
    return () => complete(runtime, element, { [script?.resultVariable ?? 'result']: result });
  },

  pass: (runtime, element, event) => () => complete(runtime, element, event),

  /** A catch event behind an event-based gateway has already happened when its token arrives. */
  wait(runtime, element, event) {
    const happened = element.node.incoming[0]?.source.kind === 'eventGateway';
    return happened ? () => complete(runtime, element, event) : undefined;
  },

  boundary: (runtime, element, event) => () => complete(runtime, element, event),

  exclusive(runtime, element) {
    const flows = chosenFlows(runtime, element);
    return () => complete(runtime, element, {}, { flows: flows.map(({ id }) => id) });
  },

  parallel: (runtime, element) => () => complete(runtime, element),

  inclusive(runtime, element) {
    const flows = allChosenFlows(runtime, element);
    return () => complete(runtime, element, {}, { flows: flows.map(({ id }) => id) });
  },

  eventGateway: () => undefined,

  terminateEnd: (runtime, element) => () => {
    if (element.scope) wipe(runtime, element.scope, element);
    complete(runtime, element);
  },

  compensate: (runtime, element) => () => compensate(runtime, element),

  errorEnd: (runtime, element) =>
    throwingFrom(runtime, element, { code: element.node.errorCode ?? '', message: '', variables: {} }),
};

/** Returns a whole number, also from text, that fits into the protocol's 32 bits. */
function wholeNumberOf(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^-?\d+(?:\.0+)?$/.test(value);
  if (typeof value !== 'number' && !isText) return undefined;
  const number = Number(value);
  return Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : undefined;
}

/** Returns the one flow that an exclusive gateway takes; none where none is drawn, which ends the path. */
function chosenFlows(runtime: Runtime, element: ElementInstance): Flow[] {
  const { outgoing, defaultFlow } = element.node;
  if (isPlain(outgoing)) return outgoing;
  const flow =
    outgoing.find(
      (one) => one !== defaultFlow && one.condition && conditionFor(runtime, element, one.condition),
    ) ?? defaultFlow;
  if (!flow) throw noFlowError(element);
  return [flow];
}

function allChosenFlows(runtime: Runtime, element: ElementInstance): Flow[] {
  const { outgoing, defaultFlow } = element.node;
  if (isPlain(outgoing)) return outgoing;
  const flows = outgoing.filter(
    (one) => one !== defaultFlow && one.condition && conditionFor(runtime, element, one.condition),
  );
  if (flows.length > 0) return flows;
  if (!defaultFlow) throw noFlowError(element);
  return [defaultFlow];
}

/** Returns true when there is nothing to choose. */
const isPlain = (flows: readonly Flow[]): boolean =>
  flows.length < 2 && flows.every(({ condition }) => !condition);

const noFlowError = ({ node }: ElementInstance): IncidentError =>
  new IncidentError(
    'CONDITION_ERROR',
    `Expected at least one condition to evaluate to true, or to have a default flow: ${node.id}`,
  );
