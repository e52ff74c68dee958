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

/** What has been committed, as far as it has been read.
 *  @throws NotLoaded from every function that is asked for what has not */
export type Known = {
  /** What a block of keys belongs to, by its first key; the part is there in the instance. */
  find(first: Key): Found | undefined;
  /** What a block of keys belongs to is there, but this engine cannot read it. */
  isUnreadable(first: Key): boolean;
  /** The keys of the inner activities of a body that lie apart. */
  parts(body: Key): readonly Key[];
  values(owner: Key): ReadonlyMap<Key, unknown>;
  runsAny(definition: Key): boolean;
  /** Activatable jobs, longest waiting first; at least `max` of them if there are so many. */
  jobs(type: string, max: number): readonly { key: Key; order: number }[];
  subscriptions(name: string, correlationKey: string): readonly Subscription[];
  messages(name: string, correlationKey: string): readonly Message[];
  message(key: Key): Message | undefined;
  hasStartLock(processId: string, correlationKey: string): boolean;
  /** All that were set aside, by the keys of the instances. */
  asides: ReadonlyMap<Key, BannedInstance>;
};

/** A process instance, and which part of it. */
export type Found = { instance: ProcessInstance; part: Key };

/** A job as it is found: by type and order where it can be taken, by time where something happens to it. */
export type JobRow = { type: string; order: number | undefined; dueAt: number | undefined };

/** An inner activity that lies apart; undefined when it has ended. */
export type InnerPart = { instance: Key; body: Key; inner: ElementInstance | undefined };

export type StartLock = { processId: string; correlationKey: string; instance: Key };

/** What a unit of work changes. In the maps, undefined stands for what is gone. */
export type Changes = {
  /** Changed or new ones; the store writes those whose document differs. */
  readonly instances: ReadonlyMap<Key, ProcessInstance | undefined>;
  /** Changed or new ones; the store writes those whose document differs. */
  readonly parts: ReadonlyMap<Key, InnerPart>;
  readonly values: ValueChanges['changes'];
  /** Which part took a further block of keys, by the first of these. */
  readonly keyBlocks: ReadonlyMap<Key, Key>;
  /** Ended instances and parts that had more than one block. */
  readonly freed: readonly Key[];
  readonly jobs: ReadonlyMap<Key, JobRow | undefined>;
  readonly timers: ReadonlyMap<Key, number | undefined>;
  readonly subscriptions: ReadonlyMap<Key, Subscription | undefined>;
  readonly messages: ReadonlyMap<Key, Message | undefined>;
  /** Where a message is kept now that was not before, and where one is gone. */
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

/** The state of the running commands: what is known, with what they have changed over it. Nothing of it reaches the store
 *  until the changes are taken.
 *  @param firstOrder jobs offered here stand after all that were offered before */
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

  /** Copies what is known of a place once, so that the interpreter may change it. */
  const messagesAt = (name: string, correlationKey: string): Map<Key, Message> => {
    const place = placeOf(name, correlationKey);
    const found = kept.get(place);
    if (found) return found;
    const copies = known.messages(name, correlationKey).map(copyOf);
    const fresh = new Map(copies.map((message) => [message.key, message]));
    kept.set(place, fresh);
    return fresh;
  };

  /** The instance that a block of keys belongs to, as far as it was taken in here; else the block. */
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
  /** Takes what was found as it is from now on, unless it has ended here. */
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

/** What was removed in this unit of work does not come back: its instance has ended. */
const isGone = (changes: ReadonlyMap<Key, unknown>, key: Key): boolean =>
  changes.has(key) && changes.get(key) === undefined;

const copyOf = (message: Message): Message => ({ ...message, correlatedTo: [...message.correlatedTo] });
