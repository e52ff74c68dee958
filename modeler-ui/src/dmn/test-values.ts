import { evaluate } from '@bpmn-io/feelin';

const LITERAL = /^(["[{]|-?\d|(true|false|null)$)/;

/** Parses the cell of a test row: a number, `true`, a list, a context or a quoted text is read as FEEL;
 *  anything else is plain text. An empty cell means no value.
 *  @throws when a list, context or quoted text is unterminated */
export function readValue(text: string): unknown {
  const written = text.trim();
  if (written === '') return undefined;
  if (!LITERAL.test(written)) return written;
  const value = evaluate(written, {}).value as unknown;
  return value === null && written !== 'null' ? written : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** Formats a value as a user would type it. */
export function writeValue(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return LITERAL.test(value.trim()) || value.trim() !== value || value === '' ? JSON.stringify(value) : value;
}

/** Returns the value of a dotted name such as `answers.danger` in nested variables. */
export const valueAt = (inputs: Readonly<Record<string, unknown>>, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], inputs);

/** Returns the variables with a name set to a new value, or removed if the value is undefined. */
export function withValue(
  inputs: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const [step = '', ...rest] = name.split('.');
  const { [step]: before, ...others } = inputs;
  const inner = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {};
  const after = rest.length > 0 ? withValue(inner, rest.join('.'), value) : value;
  const gone = after === undefined || (rest.length > 0 && Object.keys(after as object).length === 0);
  return gone ? others : { ...inputs, [step]: after };
}
