import type { Key } from './model.ts';

/** Which way a chain of calls is followed. */
export type Along = 'called' | 'callers';

/** A piece of the stored state that a command needs. */
export type Need =
  /** `along`: with those that are called from it, or that called it, and so on. */
  | { kind: 'instance'; key: Key; along?: Along }
  | { kind: 'parts'; body: Key }
  | { kind: 'values'; owner: Key }
  | { kind: 'jobs'; type: string; max: number }
  | { kind: 'subscriptions'; name: string; correlationKey: string }
  | { kind: 'messages'; name: string; correlationKey: string }
  | { kind: 'message'; key: Key }
  | { kind: 'start-lock'; processId: string; correlationKey: string }
  | { kind: 'runs-any'; definition: Key }
  | { kind: 'model'; definition: Key }
  | { kind: 'tables'; requirements: Key };

/** The running command met something that has not been read yet. What it changed is dropped; it runs again when that is there. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  readonly needs: readonly Need[];
  constructor(...needs: readonly Need[]) {
    super(`not loaded: ${JSON.stringify(needs)}`);
    this.needs = needs;
  }
}

/** Does the same for each of several. Where something has not been read, the others are only tried for what they need too, so that
 *  all of it is read at once.
 *  @throws NotLoaded */
export function together<T, R>(list: Iterable<T>, run: (one: T) => R): R[] {
  const results: R[] = [];
  const needs: Need[] = [];
  for (const one of list)
    try {
      results.push(run(one));
    } catch (error) {
      if (error instanceof NotLoaded) needs.push(...error.needs);
      else if (needs.length === 0) throw error;
    }
  if (needs.length > 0) throw new NotLoaded(...needs);
  return results;
}

/** Reads a process instance in a chain of calls. Where it is missing, all that follows in the chain is read at once: a command that
 *  met one after the other would run again for each.
 *  @throws NotLoaded */
export function followCalls<T>(along: Along, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    throw new NotLoaded(...error.needs.map((need) => (need.kind === 'instance' ? { ...need, along } : need)));
  }
}
