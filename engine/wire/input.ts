import { isTooDeep, MAX_JSON_DEPTH } from '../core/json-depth.ts';
import type { Variables } from '../core/model.ts';
import { Rejection } from '../core/rejection.ts';
import { invalidNameReason, isStorable, NOT_STORABLE } from '../core/storable-text.ts';

/** What cannot be stored as text may stand escaped in JSON. */
const MAY_BE_ESCAPED = /\\u(?:0000|[dD][89a-fA-F])/;

/** A thousand years: a longer time is as good as none. */
export const MAX_DURATION_MS = 1_000 * 365 * 86_400_000;

/** Milliseconds from now, of any 64-bit number, so that the time they lead to is one. */
export const millisecondsOf = (value: unknown): number => Math.min(Number(value), MAX_DURATION_MS);

/** A text by which something is found, or that names somebody.
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

/** A request as it came.
 *  @throws Rejection when any text in it cannot be stored */
export function storable<T>(request: T): T {
  if (isStorable(request)) return request;
  throw new Rejection('INVALID_ARGUMENT', `Expected text that can be stored, but ${NOT_STORABLE}`);
}

/** @param levels how many lists and objects may lie in one another
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

/** Variables as they come in a request: a JSON object.
 *  @throws Rejection when it is none, or holds what cannot be stored */
export function variablesOf(json: unknown): Variables {
  const text = json === undefined ? '' : String(json);
  return text === '' ? {} : variablesIn(readJson(text, MAX_JSON_DEPTH + 1));
}

/** Variables that have been read already.
 *  @throws Rejection when they are no object */
export function variablesIn(value: unknown): Variables {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Rejection('INVALID_ARGUMENT', 'Expected document to be a root level object');
  return value as Variables;
}
