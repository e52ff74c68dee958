import { asSystem } from './viewer.ts';

/** Keeps the answer of a slow read for a while. An old answer goes on serving while it is read anew, so that no caller waits
 *  after the first; a failed renewal keeps the old one until the next try. It is read for all, whoever asks first. */
export function memo<T>(read: () => Promise<T>, { forMs }: { forMs: number }): () => Promise<T> {
  let value: Promise<T> | undefined;
  let renewAt = 0;
  return () => {
    if (!value) {
      value = asSystem(read);
      renewAt = Date.now() + forMs;
      value.catch(() => (value = undefined));
    } else if (Date.now() >= renewAt) {
      renewAt = Date.now() + forMs;
      const renewal = asSystem(read);
      renewal.then(
        () => (value = renewal),
        () => {},
      );
    }
    return value;
  };
}
