import { readInstance, UnreadableDocument } from '../core/document.ts';
import type { Definition, Key } from '../core/model.ts';
import type { ProcessInstance } from '../core/state.ts';

type Entry = { text: string; live: ProcessInstance | undefined };

/** A parsed instance takes about so many times the bytes of its document. */
const LIVE_FACTOR = 8;

/** The process instances that were used last, by their committed documents. A parsed one belongs to the running commands, which
 *  change it; when those are dropped, it is dropped too and parsed again from the document. */
export type InstanceCache = {
  has(key: Key): boolean;
  /** @returns undefined when it is not here, or cannot be read
   *  @throws NotLoaded when its diagram has not been read */
  get(key: Key): ProcessInstance | undefined;
  /** The committed document. */
  textOf(key: Key): string | undefined;
  put(key: Key, text: string, live?: ProcessInstance): void;
  drop(key: Key): void;
  /** Drops what commands may have changed of these instances. */
  forgetChanges(keys: Iterable<Key>): void;
  /** Lets go of the least recently used ones beyond the limit. To call when no command runs. */
  trim(): void;
};

/** @param maxBytes 0 keeps nothing over a transaction: each is then read from the database
 *  @param onUnreadable hears of a document that this engine cannot read */
export function createInstanceCache(
  definitions: ReadonlyMap<Key, Definition>,
  { maxBytes, onUnreadable }: { maxBytes: number; onUnreadable: (key: Key, why: string) => void },
): InstanceCache {
  const entries = new Map<Key, Entry>();
  let bytes = 0;
  const sizeOf = ({ text, live }: Entry): number => text.length * (live ? LIVE_FACTOR : 1);
  const change = (entry: Entry, to: Partial<Entry>): void => {
    bytes -= sizeOf(entry);
    Object.assign(entry, to);
    bytes += sizeOf(entry);
  };

  return {
    has: (key) => entries.has(key),
    textOf: (key) => entries.get(key)?.text,
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      if (entry.live) return entry.live;
      try {
        const live = readInstance(key, entry.text, definitions);
        change(entry, { live });
        return live;
      } catch (error) {
        if (!(error instanceof UnreadableDocument)) throw error;
        onUnreadable(key, error.message);
        return undefined;
      }
    },
    put(key, text, live) {
      const entry = entries.get(key) ?? { text: '', live: undefined };
      entries.delete(key);
      entries.set(key, entry);
      change(entry, { text, live });
    },
    drop(key) {
      const entry = entries.get(key);
      if (!entry) return;
      bytes -= sizeOf(entry);
      entries.delete(key);
    },
    forgetChanges(keys) {
      for (const key of keys) {
        const entry = entries.get(key);
        if (entry) change(entry, { live: undefined });
      }
    },
    trim() {
      for (const [key, entry] of entries) {
        if (bytes <= maxBytes) return;
        bytes -= sizeOf(entry);
        entries.delete(key);
      }
    },
  };
}
