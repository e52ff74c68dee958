import { asSystem } from './viewer.ts';

/** Shares one running call: a caller who asks while it is under way gets its result. */
export function singleFlight<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => (asking ??= asSystem(ask).finally(() => (asking = undefined)));
}
