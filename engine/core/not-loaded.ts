import type { Key } from './model.ts';

/** Direction in which a call chain is followed. */
export type Along = 'called' | 'callers';

/** A piece of the stored state that a command needs. */
export type Need =
  /** `along`: also all instances called from it, or all its callers. */
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

/** The running command needs state that is not loaded yet. Its changes are dropped; it runs again once the
 *  state is loaded. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  readonly needs: readonly Need[];
  constructor(...needs: readonly Need[]) {
    super(`not loaded: ${JSON.stringify(needs)}`);
    this.needs = needs;
  }
}

/** Runs the same for several items. If state is not loaded, the other items are tried only to find out what
 *  they need, so that everything is loaded at once.
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

/** Reads a process instance in a call chain. If it is not loaded, the rest of the chain is loaded with it:
 *  otherwise the command would run again for each instance.
 *  @throws NotLoaded */
export function followCalls<T>(along: Along, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    throw new NotLoaded(...error.needs.map((need) => (need.kind === 'instance' ? { ...need, along } : need)));
  }
}
