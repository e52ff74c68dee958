import type { Key } from './model.ts';

/** A piece of the stored state that a command needs. */
export type Need =
  | { kind: 'instance'; key: Key }
  | { kind: 'jobs'; type: string; max: number }
  | { kind: 'subscriptions' | 'messages'; name: string; correlationKey: string }
  | { kind: 'message'; key: Key }
  | { kind: 'start-lock'; processId: string; correlationKey: string }
  | { kind: 'runs-any'; definition: Key }
  | { kind: 'model'; definition: Key }
  | { kind: 'tables'; requirements: Key };

/** The running command met something that has not been read yet. What it changed is dropped; it runs again when that is there. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  readonly need: Need;
  constructor(need: Need) {
    super(`not loaded: ${JSON.stringify(need)}`);
    this.need = need;
  }
}
