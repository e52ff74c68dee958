import { byKey, firstOfBlock, isKey } from '../core/keys.ts';
import type { Key, StartSubscription } from '../core/model.ts';
import type {
  BannedInstance,
  ElementInstance,
  Message,
  Part,
  ProcessInstance,
  State,
  StoredResource,
  Subscription,
} from '../core/state.ts';
import { createValueChanges, type ValueChanges } from './value-changes.ts';

/** The committed state, as far as it is loaded.
 *  @throws NotLoaded from every function asked for state that is not loaded */
export type Known = {
  /** Finds the owner of a block of keys by its first key; the part is loaded in the instance. */
  find(first: Key): Found | undefined;
  /** Returns true when a block's owner exists, but this engine cannot read it. */
  isUnreadable(first: Key): boolean;
  /** Returns the keys of the separately stored inner instances of a body. */
  parts(body: Key): readonly Key[];
  values(owner: Key): ReadonlyMap<Key, unknown>;
  runsAny(definition: Key): boolean;
  /** Returns activatable jobs, longest waiting first; at least `max` of them if there are that many. */
  jobs(type: string, max: number): readonly { key: Key; order: number }[];
  subscriptions(name: string, correlationKey: string): readonly Subscription[];
  messages(name: string, correlationKey: string): readonly Message[];
  message(key: Key): Message | undefined;
  hasStartLock(processId: string, correlationKey: string): boolean;
  /** All banned instances, by the key of the instance. */
  asides: ReadonlyMap<Key, BannedInstance>;
};

/** A process instance, and the part of it that was found. */
export type Found = { instance: ProcessInstance; part: Key };

/** A stored job: found by type and order while it is activatable, by time where something is due. */
export type JobRow = { type: string; order: number | undefined; dueAt: number | undefined };

/** A separately stored inner instance; undefined when it has ended. */
export type InnerPart = { instance: Key; body: Key; inner: ElementInstance | undefined };

export type StartLock = { processId: string; correlationKey: string; instance: Key };

/** Changes of a unit of work. In the maps, undefined means removed. */
export type Changes = {
  /** Changed or new ones; the store writes those whose document differs. */
  readonly instances: ReadonlyMap<Key, ProcessInstance | undefined>;
  /** Changed or new ones; the store writes those whose document differs. */
  readonly parts: ReadonlyMap<Key, InnerPart>;
  readonly values: ValueChanges['changes'];
  /** The part that took a further block of keys, by the block's first key. */
  readonly keyBlocks: ReadonlyMap<Key, Key>;
  /** Ended instances and parts that had more than one block. */
  readonly freed: readonly Key[];
  readonly jobs: ReadonlyMap<Key, JobRow | undefined>;
  readonly timers: ReadonlyMap<Key, number | undefined>;
  readonly subscriptions: ReadonlyMap<Key, Subscription | undefined>;
  readonly messages: ReadonlyMap<Key, Message | undefined>;
  /** Names and correlation keys whose first message was buffered, and those whose last one is gone. */
  readonly places: { readonly filled: readonly string[]; readonly emptied: readonly string[] };
  readonly startLocks: ReadonlyMap<
    string,
    StartLock | (Omit<StartLock, 'instance'> & { instance: undefined })
  >;
  readonly asides: ReadonlyMap<Key, BannedInstance | undefined>;
  readonly resources: ReadonlyMap<Key, StoredResource | undefined>;
  readonly starts: ReadonlyMap<string, readonly StartSubscription[]>;
};

export type UnitOfWork = State & { readonly changes: Changes };

export const placeOf = (name: string, correlationKey: string): string => `${name}\0${correlationKey}`;

/** Creates the state of the running commands: the loaded state, overlaid with their changes. Nothing reaches
 *  the store until the changes are taken.
 *  @param firstOrder position from which jobs offered here are ordered, after all offered before */
export function createUnitOfWork(known: Known, firstOrder: number): UnitOfWork {
  const instances = new Map<Key, ProcessInstance | undefined>();
  const owners = new Map<Key, Key>();
  const parts = new Map<Key, InnerPart>();
  const values = createValueChanges(known.values);
  const keyBlocks = new Map<Key, Key>();
  const freed: Key[] = [];
  const jobs = new Map<Key, JobRow | undefined>();
  const ready = new Map<string, Map<Key, number>>();
  const timers = new Map<Key, number | undefined>();
  const subscriptions = new Map<Key, Subscription | undefined>();
  const opened = new Map<string, Map<Key, Subscription>>();
  const messages = new Map<Key, Message | undefined>();
  const kept = new Map<string, Map<Key, Message>>();
  const filled: string[] = [];
  const emptied: string[] = [];
  const startLocks = new Map<string, StartLock | (Omit<StartLock, 'instance'> & { instance: undefined })>();
  const asides = new Map<Key, BannedInstance | undefined>();
  const resources = new Map<Key, StoredResource | undefined>();
  const starts = new Map<string, readonly StartSubscription[]>();
  let order = firstOrder;

  const inside = <T>(map: Map<string, Map<Key, T>>, place: string): Map<Key, T> => {
    const found = map.get(place) ?? new Map<Key, T>();
    map.set(place, found);
    return found;
  };

  /** Copies the messages of a name and correlation key once, so that the interpreter may change them. */
  const messagesAt = (name: string, correlationKey: string): Map<Key, Message> => {
    const place = placeOf(name, correlationKey);
    const found = kept.get(place);
    if (found) return found;
    const copies = known.messages(name, correlationKey).map(copyOf);
    const fresh = new Map(copies.map((message) => [message.key, message]));
    kept.set(place, fresh);
    return fresh;
  };

  /** Returns the instance that a block of keys belongs to, as far as this unit of work has it; else the
   *  block. */
  const holderOf = (block: Key): Key => {
    const part = owners.get(block) ?? block;
    return parts.get(part)?.instance ?? part;
  };
  const own = ({ key, moreBlocks }: Part): void => {
    for (const more of moreBlocks) owners.set(more, key);
  };
  const free = ({ key, moreBlocks }: Part): void => {
    for (const more of moreBlocks) keyBlocks.delete(more);
    if (moreBlocks.length > 0) freed.push(key);
  };
  const asideOf = (instance: Key): BannedInstance | undefined =>
    asides.has(instance) ? asides.get(instance) : known.asides.get(instance);
  /** Adopts what was found into this unit of work, unless it has ended here. */
  const takeIn = ({ instance, part }: Found): ProcessInstance | undefined => {
    const { key, root, at } = instance;
    const inner = at.get(part);
    if (!instances.has(key)) {
      instances.set(key, instance);
      own(root.part);
    }
    if (part !== key && inner && !parts.has(part)) {
      parts.set(part, { instance: key, body: inner.scope?.key ?? '', inner });
      own(inner.part);
    }
    return instances.get(key);
  };

  return {
    changes: {
      instances,
      parts,
      values: values.changes,
      keyBlocks,
      freed,
      jobs,
      timers,
      subscriptions,
      messages,
      places: { filled, emptied },
      startLocks,
      asides,
      resources,
      starts,
    },

    instanceOf(key) {
      if (!isKey(key)) return undefined;
      const block = firstOfBlock(key);
      const holder = holderOf(block);
      if (instances.has(holder)) return instances.get(holder);
      const found = known.find(block);
      return found && takeIn(found);
    },
    isUnreadable(key) {
      const block = firstOfBlock(key);
      return !instances.has(holderOf(block)) && known.isUnreadable(block);
    },
    addInstance: (instance) => void instances.set(instance.key, instance),
    removeInstance({ key, root }) {
      instances.set(key, undefined);
      free(root.part);
    },
    addPart: ({ instance, part }) => void takeIn({ instance, part: part.key }),
    removePart({ instance, part, scope }) {
      parts.set(part.key, { instance: instance.key, body: scope?.key ?? '', inner: undefined });
      free(part);
    },
    bringIn(body) {
      for (const key of known.parts(body.key)) {
        const found = parts.has(key) ? undefined : known.find(key);
        if (found) takeIn(found);
      }
      body.children = new Set([...body.children].sort(byKey));
    },
    addKeyBlock(first, part) {
      owners.set(first, part);
      keyBlocks.set(first, part);
    },
    putValue: values.put,
    removeValue: values.remove,
    removeValues: values.removeAll,
    valuesOf: values.of,
    runsAny(definition) {
      for (const instance of instances.values()) if (instance?.definition.key === definition) return true;
      return known.runsAny(definition);
    },

    activatableJobs(type, max) {
      const here = ready.get(type) ?? new Map<Key, number>();
      const changed = [...jobs.values()].filter((row) => row?.type === type).length;
      const before = known.jobs(type, max + changed).filter(({ key }) => !jobs.has(key));
      const added = [...here].map(([key, at]) => ({ key, order: at }));
      return [...before, ...added]
        .sort((a, b) => a.order - b.order)
        .slice(0, max)
        .map(({ key }) => key);
    },
    makeActivatable({ key, type }) {
      jobs.set(key, { type, order, dueAt: undefined });
      inside(ready, type).set(key, order);
      order += 1;
    },
    holdJob({ key, type }, dueAt) {
      if (isGone(jobs, key)) return;
      jobs.set(key, { type, order: undefined, dueAt });
      ready.get(type)?.delete(key);
    },
    removeJob(key) {
      const row = jobs.get(key);
      if (row) ready.get(row.type)?.delete(key);
      jobs.set(key, undefined);
    },

    setTimer(key, dueAt) {
      if (!isGone(timers, key)) timers.set(key, dueAt);
    },
    removeTimer: (key) => void timers.set(key, undefined),

    subscriptionsTo(name, correlationKey) {
      const before = known.subscriptions(name, correlationKey).filter(({ key }) => !subscriptions.has(key));
      const here = opened.get(placeOf(name, correlationKey))?.values() ?? [];
      return [...before, ...here].sort(byKey);
    },
    addSubscription(subscription) {
      subscriptions.set(subscription.key, subscription);
      const { key, name, correlationKey } = subscription;
      inside(opened, placeOf(name, correlationKey)).set(key, subscription);
    },
    removeSubscription({ key, name, correlationKey }) {
      subscriptions.set(key, undefined);
      opened.get(placeOf(name, correlationKey))?.delete(key);
    },

    messagesFor: (name, correlationKey) => [...messagesAt(name, correlationKey).values()].sort(byKey),
    message(key) {
      if (messages.has(key)) return messages.get(key);
      const found = known.message(key);
      return found && messagesAt(found.name, found.correlationKey).get(key);
    },
    putMessage(message) {
      const { key, name, correlationKey } = message;
      const there = messagesAt(name, correlationKey);
      if (!there.has(key)) filled.push(placeOf(name, correlationKey));
      messages.set(key, message);
      there.set(key, message);
    },
    removeMessage({ key, name, correlationKey }) {
      messages.set(key, undefined);
      if (messagesAt(name, correlationKey).delete(key)) emptied.push(placeOf(name, correlationKey));
    },

    hasStartLock(processId, correlationKey) {
      const changed = startLocks.get(placeOf(processId, correlationKey));
      return changed ? changed.instance !== undefined : known.hasStartLock(processId, correlationKey);
    },
    addStartLock(processId, correlationKey, instance) {
      startLocks.set(placeOf(processId, correlationKey), { processId, correlationKey, instance });
    },
    removeStartLock(processId, correlationKey) {
      startLocks.set(placeOf(processId, correlationKey), { processId, correlationKey, instance: undefined });
    },

    bannedInstance: asideOf,
    asideWith: (incident) =>
      [...known.asides.keys(), ...asides.keys()].map(asideOf).find((aside) => aside?.incident === incident),
    putBanned: (aside) => void asides.set(aside.instance, aside),
    removeBanned: ({ instance }) => void asides.set(instance, undefined),

    addResource: (resource) => void resources.set(resource.key, resource),
    removeResource: (key) => void resources.set(key, undefined),
    setStarts: (processId, of) => void starts.set(processId, of),
  };
}

/** Returns true for what was removed in this unit of work: its instance has ended, and it does not come
 *  back. */
const isGone = (changes: ReadonlyMap<Key, unknown>, key: Key): boolean =>
  changes.has(key) && changes.get(key) === undefined;

const copyOf = (message: Message): Message => ({ ...message, correlatedTo: [...message.correlatedTo] });
