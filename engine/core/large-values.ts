import type { Key } from './model.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';

/** Characters of JSON from which on a value lies apart. A row of its own costs less than writing so much again with each change. */
const LARGE_VALUE_CHARS = 4 * 1024;

/** Lays a value beside the document of its element when it is large. Values are replaced, never changed in place. */
export function storeValue(
  runtime: Runtime,
  { part }: ElementInstance,
  key: Key,
  value: unknown,
  size = JSON.stringify(value).length,
): void {
  if (size > LARGE_VALUE_CHARS) {
    part.values.set(key, { value, size });
    runtime.state.putValue(part.key, key, value);
  } else if (part.values.delete(key)) runtime.state.removeValue(part.key, key);
}

/** The element has ended: what lay apart for it is needed no more. */
export function dropValues(runtime: Runtime, { key, part, variableKeys, round }: ElementInstance): void {
  if (part.values.size > 0)
    for (const one of [key, ...Object.values(variableKeys)])
      if (part.values.delete(one)) runtime.state.removeValue(part.key, one);
  if (round?.apart) runtime.state.removeValues(key);
}
