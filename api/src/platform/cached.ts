import { asSystem } from './viewer.ts';

/** Caches the result of a slow read. A stale result keeps being served while it is refreshed, so that only
 *  the first caller waits; after a failed refresh it stays until the next try. The read runs as the system,
 *  because its result is shared by all callers. */
export function cached<T>(read: () => Promise<T>, { forMs }: { forMs: number }): () => Promise<T> {
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
