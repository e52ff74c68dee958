import { writeInner, writeInstance } from '#engine/core/document.ts';
import { firstOfBlock } from '#engine/core/keys.ts';
import type { Definition, Key } from '#engine/core/model.ts';
import { readInner, readInstance } from '#engine/core/read-document.ts';
import type { BannedInstance, Message, Subscription } from '#engine/core/state.ts';
import { type Changes, type JobRow, type Known, placeOf } from '#engine/store/unit-of-work.ts';

/** Creates the committed state in memory. State that the store keeps as text is text here too: whatever the
 *  interpreter holds outside its documents is lost after each command, as with PostgreSQL. */
export function memoryState(definitions: ReadonlyMap<Key, Definition>) {
  const instances = new Map<Key, string>();
  const parts = new Map<Key, { instance: Key; body: Key; text: string }>();
  const values = new Map<Key, Map<Key, string>>();
  const owners = new Map<Key, Key>();
  const jobs = new Map<Key, JobRow>();
  const timers = new Map<Key, number>();
  const subscriptions = new Map<Key, Subscription>();
  const messages = new Map<Key, Message>();
  const locks = new Set<string>();
  const asides = new Map<Key, BannedInstance>();
  const apply = <T>(to: Map<Key, T>, changes: ReadonlyMap<Key, T | undefined>): void => {
    for (const [key, value] of changes)
      if (value === undefined) to.delete(key);
      else to.set(key, JSON.parse(JSON.stringify(value)) as T);
  };
  const valuesOf = (owner: Key): Map<Key, unknown> =>
    new Map([...(values.get(owner) ?? [])].map(([key, text]) => [key, JSON.parse(text) as unknown]));
  const largeOf = (owner: Key) =>
    new Map([...valuesOf(owner)].map(([key, value]) => [key, { value, size: 0 }]));
  /** Instances used by the current command: parsed once and modified in place. */
  let live = new Map<Key, ReturnType<typeof readInstance>>();
  const instanceAt = (key: Key) => {
    const text = instances.get(key);
    const found = live.get(key) ?? (text && readInstance(key, text, definitions, largeOf(key)));
    if (found) live.set(key, found);
    return found || undefined;
  };

  const known: Known = {
    find(first) {
      const key = owners.get(first) ?? first;
      const part = parts.get(key);
      const instance = instanceAt(part?.instance ?? key);
      if (instance && part && !instance.at.has(key)) readInner(instance, key, part.text, largeOf(key));
      return instance && { instance, part: key };
    },
    isUnreadable: () => false,
    parts: (body) => [...parts].flatMap(([key, part]) => (part.body === body ? key : [])),
    values: valuesOf,
    runsAny: (definition) =>
      [...instances.values()].some((text) => text.includes(`"definition":"${definition}"`)),
    jobs: (type) =>
      [...jobs]
        .flatMap(([key, row]) =>
          row.type === type && row.order !== undefined ? [{ key, order: row.order }] : [],
        )
        .sort((a, b) => a.order - b.order),
    subscriptions: (name, correlationKey) =>
      [...subscriptions.values()].filter((one) => one.name === name && one.correlationKey === correlationKey),
    messages: (name, correlationKey) =>
      [...messages.values()].filter((one) => one.name === name && one.correlationKey === correlationKey),
    message: (key) => messages.get(key),
    hasStartLock: (processId, correlationKey) => locks.has(placeOf(processId, correlationKey)),
    asides,
  };

  return {
    known,
    /** Returns an instance as currently stored, by any of its keys, with the part of that key loaded. */
    instance(key: Key) {
      live = new Map();
      return known.find(firstOfBlock(key))?.instance;
    },
    /** Discards parsed instances and starts over from what is stored. */
    begin: () => void (live = new Map()),
    /** Returns how much is stored: characters in an instance's document, and entries outside all
     *  documents. */
    sizes: (key: Key) => ({
      document: instances.get(key)?.length ?? 0,
      parts: parts.size,
      values: [...values.values()].reduce((sum, { size }) => sum + size, 0),
    }),
    apply(changes: Changes): void {
      for (const [key, instance] of changes.instances)
        if (instance) instances.set(key, writeInstance(instance));
        else instances.delete(key);
      for (const [key, { instance, body, inner }] of changes.parts)
        if (inner) parts.set(key, { instance, body, text: writeInner(inner) });
        else parts.delete(key);
      for (const owner of changes.values.gone) values.delete(owner);
      for (const [owner, changed] of changes.values.byOwner) {
        const texts = values.get(owner) ?? new Map<Key, string>();
        values.set(owner, texts);
        for (const [key, to] of changed)
          if (to) texts.set(key, JSON.stringify(to.value));
          else texts.delete(key);
      }
      for (const [first, part] of changes.keyBlocks) owners.set(first, part);
      apply(jobs, changes.jobs);
      apply(timers, changes.timers);
      apply(subscriptions, changes.subscriptions);
      apply(messages, changes.messages);
      apply(asides, changes.asides);
      for (const [place, { instance }] of changes.startLocks)
        if (instance === undefined) locks.delete(place);
        else locks.add(place);
    },
    /** Returns what is due by a time, earliest first. */
    due(now: number) {
      const rows = [
        ...[...timers].map(([key, at]) => ({ kind: 'timer' as const, key, at })),
        ...[...jobs].map(([key, { dueAt }]) => ({ kind: 'job' as const, key, at: dueAt ?? Infinity })),
        ...[...messages].map(([key, { deadline }]) => ({ kind: 'message' as const, key, at: deadline })),
      ];
      return rows.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    },
  };
}
