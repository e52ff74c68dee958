import { isTooDeep, MOST_LEVELS } from '../core/depth.ts';
import type { Variables } from '../core/model.ts';
import { isStorable, problemOfName } from '../core/names.ts';
import { Rejection } from '../core/rejection.ts';

/** What cannot be stored as text may stand escaped in JSON. */
const MAY_BE_ESCAPED = /\\u(?:0000|[dD][89a-fA-F])/;

/** A thousand years: a longer time is as good as none. */
export const LONGEST_MS = 1_000 * 365 * 86_400_000;

/** Milliseconds from now, of any 64-bit number, so that the time they lead to is one. */
export const millisecondsOf = (value: unknown): number => Math.min(Number(value), LONGEST_MS);

/** A text by which something is found, or that names somebody.
 *  @throws Rejection when it cannot be stored, or is too long */
export function plainText(what: string, value: unknown): string {
  const text = String(value);
  const problem = problemOfName(text);
  if (problem)
    throw new Rejection('INVALID_ARGUMENT', `Expected ${what} to be a name or key, but ${problem}`);
  return text;
}

/** A JSON text with more levels than a variable may have is longer than this. */
const MAY_BE_DEEP = 2 * MOST_LEVELS;

/** Variables as they come in a request: a JSON object.
 *  @throws Rejection when it is none, or holds what cannot be stored */
export function variablesOf(json: unknown): Variables {
  const text = json === undefined ? '' : String(json);
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notAnObject();
  }
  const mayBeWrong = text.length > MAY_BE_DEEP || !isStorable(text) || MAY_BE_ESCAPED.test(text);
  return mayBeWrong ? checkedVariables(value) : anObject(value);
}

/** Variables that have been read already.
 *  @throws Rejection when they are no object, or hold what cannot be stored */
export function checkedVariables(value: unknown): Variables {
  const variables = anObject(value);
  if (Object.values(variables).some((one) => isTooDeep(one)))
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected variables to have at most ${MOST_LEVELS} levels, but one has more`,
    );
  if (holdsUnstorable(variables))
    throw new Rejection(
      'INVALID_ARGUMENT',
      'Expected variables to be text that can be stored, but one holds NUL or half a character',
    );
  return variables;
}

function anObject(value: unknown): Variables {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject();
  return value as Variables;
}

const notAnObject = (): Rejection =>
  new Rejection('INVALID_ARGUMENT', 'Expected document to be a root level object');

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return !isStorable(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => !isStorable(name) || holdsUnstorable(inner));
}
