import { isTooDeep, MAX_JSON_DEPTH } from '../core/json-depth.ts';
import type { Variables } from '../core/model.ts';
import { Rejection } from '../core/rejection.ts';
import { invalidNameReason, isStorable, NOT_STORABLE } from '../core/storable-text.ts';

/** Matches escapes in JSON that may stand for unstorable characters. */
const MAY_BE_ESCAPED = /\\u(?:0000|[dD][89a-fA-F])/;

/** A thousand years: anything longer is as good as unlimited. */
export const MAX_DURATION_MS = 1_000 * 365 * 86_400_000;

/** Limits any 64-bit number of milliseconds, so that the time it leads to is valid. */
export const millisecondsOf = (value: unknown): number => Math.min(Number(value), MAX_DURATION_MS);

/** Checks a text that serves as a key or name.
 *  @throws Rejection when it cannot be stored, or is too long */
export function plainText(what: string, value: unknown): string {
  const text = String(value);
  const problem = invalidNameReason(text);
  if (problem)
    throw new Rejection('INVALID_ARGUMENT', `Expected ${what} to be a name or key, but ${problem}`);
  return text;
}

/** A JSON text with more levels than a variable may have is longer than this. */
const MAY_BE_DEEP = 2 * MAX_JSON_DEPTH;

/** Returns the request unchanged.
 *  @throws Rejection when any text in it cannot be stored */
export function storable<T>(request: T): T {
  if (isStorable(request)) return request;
  throw new Rejection('INVALID_ARGUMENT', `Expected text that can be stored, but ${NOT_STORABLE}`);
}

/** @param levels maximum nesting of lists and objects
 *  @returns undefined when it is no JSON
 *  @throws Rejection when any text in it cannot be stored, or it has too many levels */
export function readJson(json: string, levels: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (json.length > MAY_BE_DEEP && isTooDeep(value, levels))
    throw new Rejection('INVALID_ARGUMENT', `Expected variables to have at most ${MAX_JSON_DEPTH} levels`);
  return MAY_BE_ESCAPED.test(json) ? storable(value) : value;
}

/** Parses the variables of a request: a JSON object.
 *  @throws Rejection when they are none, or hold what cannot be stored */
export function variablesOf(json: unknown): Variables {
  const text = json === undefined ? '' : String(json);
  return text === '' ? {} : variablesIn(readJson(text, MAX_JSON_DEPTH + 1));
}

/** Checks variables that are parsed already.
 *  @throws Rejection when they are no object */
export function variablesIn(value: unknown): Variables {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Rejection('INVALID_ARGUMENT', 'Expected document to be a root level object');
  return value as Variables;
}
