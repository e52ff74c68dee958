import type { Key } from '../core/model.ts';

/** Changes of running commands to the values stored beside the documents. */
export type ValueChanges = {
  put(owner: Key, key: Key, value: unknown): void;
  remove(owner: Key, key: Key): void;
  removeAll(owner: Key): void;
  /** Returns all values of an owner, as the commands see them. */
  of(owner: Key): ReadonlyMap<Key, unknown>;
  readonly changes: {
    /** By owner and key; undefined means removed. */
    readonly byOwner: ReadonlyMap<Key, ReadonlyMap<Key, { value: unknown } | undefined>>;
    /** Owners without any values left. */
    readonly gone: ReadonlySet<Key>;
  };
};

/** @param known returns the committed values of an owner */
export function createValueChanges(known: (owner: Key) => ReadonlyMap<Key, unknown>): ValueChanges {
  const byOwner = new Map<Key, Map<Key, { value: unknown } | undefined>>();
  const gone = new Set<Key>();
  const set = (owner: Key, key: Key, to: { value: unknown } | undefined): void => {
    const changed = byOwner.get(owner) ?? new Map<Key, { value: unknown } | undefined>();
    byOwner.set(owner, changed.set(key, to));
  };
  return {
    changes: { byOwner, gone },
    put: (owner, key, value) => set(owner, key, { value }),
    remove: (owner, key) => set(owner, key, undefined),
    removeAll(owner) {
      byOwner.delete(owner);
      gone.add(owner);
    },
    of(owner) {
      const all = new Map(gone.has(owner) ? [] : known(owner));
      for (const [key, changed] of byOwner.get(owner) ?? [])
        if (changed) all.set(key, changed.value);
        else all.delete(key);
      return all;
    },
  };
}
