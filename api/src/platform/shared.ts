import { asProduct } from './viewer.ts';

/** Who asks while a question is under way gets its answer, instead of asking again. */
export function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => (asking ??= asProduct(ask).finally(() => (asking = undefined)));
}
