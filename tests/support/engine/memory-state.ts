import { readInstance, writeInstance } from '../../../engine/core/document.ts';
import { firstOfBlock } from '../../../engine/core/keys.ts';
import type { Definition, Key } from '../../../engine/core/model.ts';
import type { Message, Subscription } from '../../../engine/core/state.ts';
import { placeOf, type Changes, type JobRow, type Known } from '../../../engine/store/unit-of-work.ts';

/** The committed state in memory, as text where the store has text: whatever the interpreter keeps beside its documents is lost
 *  after each command, as it is in PostgreSQL. */
export function memoryState(definitions: ReadonlyMap<Key, Definition>) {
  const instances = new Map<Key, string>();
  const owners = new Map<Key, Key>();
  const jobs = new Map<Key, JobRow>();
  const timers = new Map<Key, number>();
  const subscriptions = new Map<Key, Subscription>();
  const messages = new Map<Key, Message>();
  const locks = new Set<string>();
  const apply = <T>(to: Map<Key, T>, changes: ReadonlyMap<Key, T | undefined>): void => {
    for (const [key, value] of changes)
      if (value === undefined) to.delete(key);
      else to.set(key, JSON.parse(JSON.stringify(value)) as T);
  };

  const known: Known = {
    instance(first) {
      const key = owners.get(first) ?? first;
      const text = instances.get(key);
      return text === undefined ? undefined : readInstance(key, text, definitions);
    },
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
  };

  return {
    known,
    /** An instance as it is stored now, by any of its keys. */
    instance: (key: Key) => known.instance(firstOfBlock(key)),
    apply(changes: Changes): void {
      for (const [key, instance] of changes.instances)
        if (instance) instances.set(key, writeInstance(instance));
        else instances.delete(key);
      for (const { first, instance } of changes.keyBlocks) owners.set(first, instance);
      apply(jobs, changes.jobs);
      apply(timers, changes.timers);
      apply(subscriptions, changes.subscriptions);
      apply(messages, changes.messages);
      for (const [place, { instance }] of changes.startLocks)
        if (instance === undefined) locks.delete(place);
        else locks.add(place);
    },
    /** What is due by a time, earliest first. */
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
