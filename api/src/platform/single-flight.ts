import { asSystem } from './viewer.ts';

/** Who asks while a question is under way gets its answer, instead of asking again. */
export function singleFlight<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => (asking ??= asSystem(ask).finally(() => (asking = undefined)));
}
