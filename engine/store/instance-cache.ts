import type { Definition, Key } from '../core/model.ts';
import { NotLoaded } from '../core/not-loaded.ts';
import { type LargeValues, readInner, readInstance } from '../core/read-document.ts';
import type { ProcessInstance } from '../core/state.ts';

type Entry = { text: string; values: LargeValues; live: ProcessInstance | undefined };

/** A part as it is stored. */
export type StoredPart = { text: string; values: LargeValues };

/** Estimated memory of a parsed instance, as a multiple of its document's bytes. */
const LIVE_FACTOR = 8;
/** Maximum number of instances kept parsed, because commands for one instance often follow each other
 *  closely. More of them cost the garbage collector more, in small objects to trace, than they save in
 *  parsing. */
const MAX_LIVE = 256;

/** Cache of recently used process instances, by their committed documents. A parsed instance belongs to the
 *  running commands, which change it; when their changes are dropped, so is the instance, to be parsed again
 *  from the document. */
export type InstanceCache = {
  has(key: Key): boolean;
  /** @returns undefined when it is not cached, or cannot be read
   *  @throws NotLoaded when its diagram has not been read */
  get(key: Key): ProcessInstance | undefined;
  /** Adds a separately stored inner instance to a parsed instance. It is dropped together with the changes of
   *  commands. */
  bringIn(live: ProcessInstance, key: Key, stored: StoredPart): void;
  /** Returns the committed document. */
  textOf(key: Key): string | undefined;
  put(key: Key, stored: StoredPart, live?: ProcessInstance): void;
  drop(key: Key): void;
  /** Drops possible changes of commands to these instances. */
  forgetChanges(keys: Iterable<Key>): void;
  /** Evicts the least recently used entries beyond the limit. Call it while no command runs. */
  trim(): void;
};

/** @param maxBytes 0 keeps nothing across transactions: each instance is then read from the database
 *  @param onUnreadable called each time an instance is met that this engine cannot read */
export function createInstanceCache(
  definitions: ReadonlyMap<Key, Definition>,
  { maxBytes, onUnreadable }: { maxBytes: number; onUnreadable: (key: Key, why: string) => void },
): InstanceCache {
  const entries = new Map<Key, Entry>();
  /** Parsed instances, the least recently used first. */
  const parsed = new Set<Key>();
  let bytes = 0;
  const sizeOf = ({ text, values, live }: Entry): number => {
    let size = text.length * (live ? LIVE_FACTOR : 1);
    for (const value of values.values()) size += value.size * LIVE_FACTOR;
    return size;
  };
  /** Guards a read, because an unreadable document must not end the engine. */
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
