import type { Key } from './model.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';

/** Length in characters of JSON from which a value is stored separately. A row of its own costs less than
 *  rewriting that much with each change. */
const LARGE_VALUE_CHARS = 4 * 1024;

/** Stores a large value beside the document of its element. Values are replaced, never changed in place. */
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

/** Deletes the separately stored values of an element that has ended. */
export function dropValues(runtime: Runtime, { key, part, variableKeys, round }: ElementInstance): void {
  if (part.values.size > 0)
    for (const one of [key, ...Object.values(variableKeys)])
      if (part.values.delete(one)) runtime.state.removeValue(part.key, one);
  if (round?.apart) runtime.state.removeValues(key);
}
