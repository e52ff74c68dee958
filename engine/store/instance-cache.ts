import type { Definition, Key } from '../core/model.ts';
import { NotLoaded } from '../core/not-loaded.ts';
import { type LargeValues, readInner, readInstance } from '../core/read-document.ts';
import type { ProcessInstance } from '../core/state.ts';

type Entry = { text: string; values: LargeValues; live: ProcessInstance | undefined };

/** As it is stored. */
export type StoredPart = { text: string; values: LargeValues };

/** A parsed instance takes about so many times the bytes of its document. */
const LIVE_FACTOR = 8;
/** Instances that stay parsed, as commands for one often follow each other closely. More of them cost the garbage collector more, in small
 *  objects to look through, than they spare in parsing. */
const MAX_LIVE = 256;

/** The process instances that were used last, by their committed documents. A parsed one belongs to the running commands, which
 *  change it; when those are dropped, it is dropped too and parsed again from the document. */
export type InstanceCache = {
  has(key: Key): boolean;
  /** @returns undefined when it is not here, or cannot be read
   *  @throws NotLoaded when its diagram has not been read */
  get(key: Key): ProcessInstance | undefined;
  /** Brings an inner activity that lies apart into a parsed instance. It is dropped from there with the changes of commands. */
  bringIn(live: ProcessInstance, key: Key, stored: StoredPart): void;
  /** The committed document. */
  textOf(key: Key): string | undefined;
  put(key: Key, stored: StoredPart, live?: ProcessInstance): void;
  drop(key: Key): void;
  /** Drops what commands may have changed of these instances. */
  forgetChanges(keys: Iterable<Key>): void;
  /** Lets go of the least recently used ones beyond the limit. To call when no command runs. */
  trim(): void;
};

/** @param maxBytes 0 keeps nothing over a transaction: each is then read from the database
 *  @param onUnreadable hears, whenever it is met, of an instance that this engine cannot read */
export function createInstanceCache(
  definitions: ReadonlyMap<Key, Definition>,
  { maxBytes, onUnreadable }: { maxBytes: number; onUnreadable: (key: Key, why: string) => void },
): InstanceCache {
  const entries = new Map<Key, Entry>();
  /** Those that are parsed, the least recently used first. */
  const parsed = new Set<Key>();
  let bytes = 0;
  const sizeOf = ({ text, values, live }: Entry): number => {
    let size = text.length * (live ? LIVE_FACTOR : 1);
    for (const value of values.values()) size += value.size * LIVE_FACTOR;
    return size;
  };
  /** Reads what may be unreadable, which must not end the engine. */
  const reading = <T>(key: Key, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (error instanceof NotLoaded) throw error;
      onUnreadable(key, (error as Error).message);
      return undefined;
    }
  };
  const change = (key: Key, entry: Entry, to: Partial<Entry>): void => {
    bytes -= sizeOf(entry);
    Object.assign(entry, to);
    bytes += sizeOf(entry);
    parsed.delete(key);
    if (entry.live) parsed.add(key);
  };
  const use = (key: Key, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (parsed.delete(key)) parsed.add(key);
  };
  const drop = (key: Key): void => {
    const entry = entries.get(key);
    if (!entry) return;
    bytes -= sizeOf(entry);
    entries.delete(key);
    parsed.delete(key);
  };
  const forget = (key: Key): void => {
    const entry = entries.get(key);
    if (entry) change(key, entry, { live: undefined });
  };

  return {
    has: (key) => entries.has(key),
    textOf: (key) => entries.get(key)?.text,
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      use(key, entry);
      if (entry.live) return entry.live;
      const live = reading(key, () => readInstance(key, entry.text, definitions, entry.values));
      change(key, entry, { live });
      return live;
    },
    bringIn: (live, key, { text, values }) => reading(live.key, () => readInner(live, key, text, values)),
    put(key, stored, live) {
      const entry = entries.get(key) ?? { text: '', values: new Map(), live: undefined };
      use(key, entry);
      change(key, entry, { ...stored, live });
    },
    drop,
    forgetChanges(keys) {
      for (const key of keys) forget(key);
    },
    trim() {
      for (const key of parsed) {
        if (parsed.size <= MAX_LIVE) break;
        forget(key);
      }
      for (const key of entries.keys()) {
        if (bytes <= maxBytes) return;
        drop(key);
      }
    },
  };
}
