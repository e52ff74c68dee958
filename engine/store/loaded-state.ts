import { firstOfBlock, isKey } from '../core/keys.ts';
import type { Key } from '../core/model.ts';
import { type Along, type Need, NotLoaded } from '../core/not-loaded.ts';
import type { BannedInstance, Message, ProcessInstance, Subscription } from '../core/state.ts';
import type { InstanceCache, StoredPart } from './instance-cache.ts';
import type { MessageFilter } from './message-filter.ts';
import { type Found, type Known, placeOf } from './unit-of-work.ts';

/** Owner of a block of keys: a process instance, or a separately stored inner instance of `instance`. */
export type FoundPart = StoredPart & { first: Key; key: Key; instance: Key | null };

/** An activatable job, and its position in the order of its type. */
export type JobPlace = { key: Key; order: number };

/** The committed state loaded so far for commands that run together. */
export type Loaded = {
  readonly known: Known;
  lacks(need: Need): boolean;
  /** Returns the document of a separately stored inner instance. */
  textOf(part: Key): string | undefined;
  /** Adds the owners found for the requested blocks; the other blocks belong to nothing.
   *  @returns the instances needed in addition, for the parts that were found */
  addBlocks(asked: readonly Key[], found: readonly FoundPart[]): Key[];
  /** Returns the keys to load next along a call chain, from a loaded instance, given by one of its blocks. */
  nextAlong(along: Along, first: Key): Key[];
  addParts(body: Key, found: readonly FoundPart[]): Key[];
  addValues(owner: Key, found: ReadonlyMap<Key, unknown>): void;
  addJobs(type: string, max: number, jobs: readonly JobPlace[]): void;
  /** Records that the database has no job of the type. */
  addNoJobs(type: string): void;
  addSubscriptions(name: string, correlationKey: string, found: readonly Subscription[]): void;
  addMessages(name: string, correlationKey: string, found: readonly Message[]): void;
  addMessage(key: Key, found: Message | undefined): void;
  addStartLock(processId: string, correlationKey: string, held: boolean): void;
  addRunsAny(definition: Key, any: boolean): void;
};

/** Patterns for keys in the text of a document; quotes inside values are escaped there, so they cannot
 *  match. */
const FIELDS: Record<Along, RegExp> = {
  called: /"called":"(\d+)"/g,
  callers: /"caller":\{"instance":"(\d+)"/g,
};

export function createLoaded(
  cache: InstanceCache,
  filter: MessageFilter,
  asides: ReadonlyMap<Key, BannedInstance>,
): Loaded {
  const owners = new Map<Key, Key>();
  const absent = new Set<Key>();
  const parts = new Map<Key, StoredPart & { instance: Key }>();
  const partsOf = new Map<Key, readonly Key[]>();
  const values = new Map<Key, ReadonlyMap<Key, unknown>>();
  const jobs = new Map<string, { max: number; rows: readonly JobPlace[] }>();
  const subscriptions = new Map<string, readonly Subscription[]>();
  const messages = new Map<string, readonly Message[]>();
  const byKey = new Map<Key, Message | undefined>();
  const locks = new Map<string, boolean>();
  const running = new Map<Key, boolean>();

  const jobsOf = (type: string, max: number): readonly JobPlace[] | undefined => {
    const found = jobs.get(type);
    return found && (found.max >= max || found.rows.length < found.max) ? found.rows : undefined;
  };
  const messagesAt = (place: string): readonly Message[] | undefined =>
    messages.get(place) ?? (filter.mayHold(place) ? undefined : []);

  const instanceAt = (key: Key): ProcessInstance | undefined => {
    if (cache.has(key)) return cache.get(key);
    if (absent.has(key)) return undefined;
    throw new NotLoaded({ kind: 'instance', key });
  };
  /** Locates a block of keys by its first key. */
  const placeOfBlock = (first: Key) => {
    const key = owners.get(first) ?? first;
    const part = parts.get(key);
    return { key, part, holder: part?.instance ?? key };
  };
  const find = (first: Key): Found | undefined => {
    const { key, part, holder } = placeOfBlock(first);
    const instance = instanceAt(holder);
    if (instance && part && !instance.at.has(key)) cache.bringIn(instance, key, part);
    return instance && { instance, part: key };
  };
  const add = ({ first, key, instance, text, values }: FoundPart): Key[] => {
    if (first !== key) owners.set(first, key);
    if (instance === null) {
      if (!cache.has(key)) cache.put(key, { text, values });
      return [];
    }
    parts.set(key, { instance, text, values });
    return cache.has(instance) ? [] : [instance];
  };

  return {
    known: {
      find,
      isUnreadable(first) {
        const found = find(first);
        return found ? !found.instance.at.has(found.part) : cache.has(placeOfBlock(first).holder);
      },
      parts: (body) => partsOf.get(body) ?? fail({ kind: 'parts', body }),
      values: (owner) => values.get(owner) ?? fail({ kind: 'values', owner }),
      runsAny: (definition) => running.get(definition) ?? fail({ kind: 'runs-any', definition }),
      jobs: (type, max) => jobsOf(type, max) ?? fail({ kind: 'jobs', type, max }),
      subscriptions: (name, correlationKey) =>
        subscriptions.get(placeOf(name, correlationKey)) ??
        fail({ kind: 'subscriptions', name, correlationKey }),
      messages: (name, correlationKey) =>
        messagesAt(placeOf(name, correlationKey)) ?? fail({ kind: 'messages', name, correlationKey }),
      message(key) {
        if (!byKey.has(key)) throw new NotLoaded({ kind: 'message', key });
        return byKey.get(key);
      },
      hasStartLock: (processId, correlationKey) =>
        locks.get(placeOf(processId, correlationKey)) ??
        fail({ kind: 'start-lock', processId, correlationKey }),
      asides,
    },

    lacks(need) {
      switch (need.kind) {
        case 'instance':
          return !cache.has(placeOfBlock(need.key).holder) && !absent.has(need.key);
        case 'parts':
          return !partsOf.has(need.body);
        case 'values':
          return !values.has(need.owner);
        case 'jobs':
          return jobsOf(need.type, need.max) === undefined;
        case 'subscriptions':
          return !subscriptions.has(placeOf(need.name, need.correlationKey));
        case 'messages':
          return messagesAt(placeOf(need.name, need.correlationKey)) === undefined;
        case 'message':
          return !byKey.has(need.key);
        case 'start-lock':
          return !locks.has(placeOf(need.processId, need.correlationKey));
        case 'runs-any':
          return !running.has(need.definition);
        default:
          return true;
      }
    },

    textOf: (part) => parts.get(part)?.text,
    addBlocks(asked, found) {
      const there = new Set(found.map(({ first }) => first));
      for (const key of asked) if (!there.has(key)) absent.add(key);
      return found.flatMap(add);
    },
    nextAlong(along, first) {
      const fields = (cache.textOf(placeOfBlock(first).holder) ?? '').matchAll(FIELDS[along]);
      return [...fields].flatMap(([, key = '']) => (isKey(key) ? firstOfBlock(key) : []));
    },
    addParts(body, found) {
      partsOf.set(
        body,
        found.map(({ key }) => key),
      );
      return found.flatMap(add);
    },
    addValues: (owner, found) => void values.set(owner, found),
    addJobs: (type, max, rows) => void jobs.set(type, { max, rows }),
    addNoJobs: (type) => void jobs.set(type, { max: Infinity, rows: [] }),
    addSubscriptions: (name, correlationKey, found) =>
      void subscriptions.set(placeOf(name, correlationKey), found),
    addMessages: (name, correlationKey, found) => void messages.set(placeOf(name, correlationKey), found),
    addMessage(key, found) {
      byKey.set(key, found);
    },
    addStartLock: (processId, correlationKey, held) =>
      void locks.set(placeOf(processId, correlationKey), held),
    addRunsAny: (definition, any) => void running.set(definition, any),
  };
}

function fail(need: Need): never {
  throw new NotLoaded(need);
}
