import { parseExpression, parseUnaryTests } from '@bpmn-io/feelin';
import type { Evaluation } from './evaluate.ts';

/** Grammar nodes that read each value at most once. Loops, filters, contexts, functions and unparsable text
 *  are not among them, and neither is anything that a later version of the grammar adds. */
const LINEAR_FUNCTIONS = new Set(
  [
    'Expression UnaryTests PositiveUnaryTests PositiveUnaryTest SimplePositiveUnaryTest Wildcard Interval',
    'Comparison CompareOp Conjunction Disjunction ArithmeticExpression ArithOp IfExpression ParenthesizedExpression List',
    'PathExpression VariableName Identifier FunctionInvocation PositionalParameters',
    'StringLiteral NumericLiteral BooleanLiteral null DateTimeLiteral DateTimeConstructor AtLiteral LineComment BlockComment',
    'if then else and or in between not date time duration ? ( ) [ ]',
  ].flatMap((names) => names.split(' ')),
);

/** Functions that only read their arguments. */
const READING_FUNCTIONS = new Set([
  ...[
    'now',
    'today',
    'cycle',
    'string',
    'number',
    'not',
    'is defined',
    'is empty',
    'count',
    'sum',
    'min',
    'max',
  ],
  ...[
    'abs',
    'floor',
    'ceiling',
    'string length',
    'substring',
    'upper case',
    'lower case',
    'starts with',
    'ends with',
  ],
  ...['contains', 'list contains', 'get value', 'day of week', 'month of year'],
]);

/** Maximum number of calls; nested calls multiply what each of them adds. */
const MAX_CALLS = 8;
/** Length in characters from which an expression takes long to parse. */
const LONG_TEXT_CHARS = 1_000;
/** Maximum number of times that a large value may be combined with others. */
const MAX_SUMS_OF_LARGE = 4;

type Kind = Evaluation['kind'];
type Costs = { inProportion: boolean; calls: number; sums: number };

const MAX_CACHED = 20_000;
const costCache: Record<Kind, Map<string, Costs>> = { value: new Map(), test: new Map() };

/** Returns true when an expression's result or running time may be out of proportion to its text and its
 *  variables.
 *  @param large true when it reads much */
export function mayBeExpensive({ kind, expression, variables }: Evaluation, large: boolean): boolean {
  if (expression.length > LONG_TEXT_CHARS) return true;
  const { inProportion, calls, sums } = costsOf(kind, expression);
  // Names of several words change how the same text is parsed.
  if (
    !inProportion ||
    calls > (large ? 0 : MAX_CALLS) ||
    Object.keys(variables).some((name) => !isPlain(name))
  )
    return true;
  return large && sums > MAX_SUMS_OF_LARGE;
}

/** Single-word names. FEEL also allows variables whose names have spaces and signs, `a b`; an expression may
 *  read any of them. */
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** Names checked before: the same few come again and again. */
const plainNames = new Set<string>();

/** Returns true when a name is a single word. */
export function isPlain(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (!NAME.test(name)) return false;
  if (plainNames.size >= MAX_CACHED) plainNames.clear();
  plainNames.add(name);
  return true;
}

function costsOf(kind: Kind, expression: string): Costs {
  const costs = costCache[kind].get(expression);
  if (costs) return costs;
  if (costCache[kind].size >= MAX_CACHED) costCache[kind].clear();
  const read = costsByTree(kind, expression);
  costCache[kind].set(expression, read);
  return read;
}

function costsByTree(kind: Kind, expression: string): Costs {
  const tree = (kind === 'value' ? parseExpression : parseUnaryTests)(expression, {}, undefined);
  const costs = { inProportion: true, calls: 0, sums: 0 };
  tree.iterate({
    enter({ name, from, to, node }) {
      if (!LINEAR_FUNCTIONS.has(name)) costs.inProportion = false;
      if (name === 'ArithOp' && expression.slice(from, to) === '+') costs.sums += 1;
      if (name !== 'FunctionInvocation') return;
      const called = node.firstChild;
      costs.calls += 1;
      if (!called || !READING_FUNCTIONS.has(expression.slice(called.from, called.to)))
        costs.inProportion = false;
    },
  });
  return costs;
}
