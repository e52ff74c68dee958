import { startInstance } from './lifecycle.ts';
import type { Definition, Key, MessageStart, Node, Variables } from './model.ts';
import { wire } from './record-log.ts';
import { Rejection } from './rejection.ts';
import { nextKey, type ElementInstance, type Runtime } from './runtime.ts';
import { TENANT, whereValue } from './values.ts';

type Message = {
  key: Key;
  name: string;
  correlationKey: string;
  deadline: number;
  variables: Variables;
  /** The processes it went to; it goes to none of them again. */
  correlatedTo: Set<string>;
};

type Subscription = {
  element: ElementInstance;
  target: Node;
  take(message: Message): void;
};

type StartSubscription = MessageStart & { definition: Definition; keys: Key[] };

/** Messages and who waits for them. */
export type Exchange = {
  readonly buffered: Map<string, Set<Message>>;
  readonly ids: Set<string>;
  readonly subscriptions: Map<string, Set<Subscription>>;
  /** By message name; only those of the latest version of a process. */
  readonly starts: Map<string, StartSubscription[]>;
  /** The active instance of a process and correlation key that a message started. */
  readonly active: Set<string>;
};

export const createExchange = (): Exchange => ({
  buffered: new Map(),
  ids: new Set(),
  subscriptions: new Map(),
  starts: new Map(),
  active: new Set(),
});

const join = (...parts: string[]): string => parts.join('\0');

/** The partition that keeps the messages of a correlation key. */
export const partitionFor = (correlationKey: string, partitions: number): number => {
  let hash = 0;
  for (const byte of Buffer.from(correlationKey)) hash = (31 * hash + ((byte << 24) >> 24)) | 0;
  return Math.abs(hash % partitions) + 1;
};

export type Publication = {
  name: string;
  correlationKey: string;
  messageId: string;
  ttlMs: number;
  variables: Variables;
};

/** Gives a message to who waits for it, and keeps it for its time to live: an id is known again for as long, and a process
 *  that comes to wait takes it then. Each process takes it once.
 *  @throws Rejection ALREADY_EXISTS */
export function publish(
  runtime: Runtime,
  { name, correlationKey, messageId, ttlMs, variables }: Publication,
): Key {
  const { exchange } = runtime;
  const id = join(name, correlationKey, messageId);
  if (messageId && exchange.ids.has(id))
    throw new Rejection(
      'ALREADY_EXISTS',
      `Expected to publish a new message with id '${messageId}', but a message with that id was already published`,
    );
  const partition = partitionFor(correlationKey, runtime.partitions);
  const key = nextKey(runtime, partition);
  const deadline = ttlMs > 0 ? runtime.now + ttlMs : -1;
  const message: Message = { key, name, correlationKey, deadline, variables, correlatedTo: new Set() };
  const value = { name, correlationKey, messageId, timeToLive: ttlMs, deadline, variables, tenantId: TENANT };
  runtime.log.emit(partition, 'MESSAGE', 'PUBLISHED', key, value);

  for (const subscription of [...(exchange.subscriptions.get(join(name, correlationKey)) ?? [])])
    if (!message.correlatedTo.has(subscription.element.definition.processId)) subscription.take(message);
  for (const start of exchange.starts.get(name) ?? []) startFrom(runtime, start, message);

  const place = join(name, correlationKey);
  const expire = (): void => {
    runtime.log.emit(partition, 'MESSAGE', 'EXPIRED', key, value);
    exchange.ids.delete(id);
    const kept = exchange.buffered.get(place);
    kept?.delete(message);
    if (kept?.size === 0) exchange.buffered.delete(place);
  };
  if (ttlMs <= 0) expire();
  else {
    if (messageId) exchange.ids.add(id);
    const kept = exchange.buffered.get(place) ?? new Set();
    exchange.buffered.set(place, kept.add(message));
    runtime.due.schedule(deadline, expire);
  }
  return key;
}

/** A message with a correlation key starts no second instance of a process while the first is active. */
function startFrom(runtime: Runtime, { definition, start, keys }: StartSubscription, message: Message): void {
  const { exchange } = runtime;
  const { processId } = definition;
  const { correlationKey, name, variables } = message;
  const lock = join(processId, correlationKey);
  if (message.correlatedTo.has(processId) || (correlationKey && exchange.active.has(lock))) return;
  message.correlatedTo.add(processId);
  const partition = partitionFor(correlationKey, runtime.partitions);
  const instance = startInstance(runtime, definition, partition, { event: variables, at: start });
  if (correlationKey) {
    exchange.active.add(lock);
    instance.release = () => {
      exchange.active.delete(lock);
      runtime.agenda.push(() => startNext(runtime, processId, correlationKey));
    };
  }
  runtime.log.emit(partition, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', keys[partition] ?? '-1', {
    ...startValue(definition, name, start),
    processInstanceKey: wire(instance.key),
    messageKey: wire(message.key),
    correlationKey,
    variables,
  });
}

const startValue = (definition: Definition, messageName: string, start: Node) => ({
  processDefinitionKey: wire(definition.key),
  messageName,
  startEventId: start.id,
  bpmnProcessId: definition.processId,
  processInstanceKey: wire('-1'),
  messageKey: wire('-1'),
  correlationKey: '',
  variables: {},
  tenantId: TENANT,
});

/** The instance of a correlation key has ended: a message that was kept meanwhile starts the next one. */
function startNext(runtime: Runtime, processId: string, correlationKey: string): void {
  const { exchange } = runtime;
  for (const [name, starts] of exchange.starts)
    for (const start of starts)
      if (start.definition.processId === processId)
        for (const message of exchange.buffered.get(join(name, correlationKey)) ?? [])
          if (message.deadline > runtime.now) startFrom(runtime, start, message);
}

/** Another version takes over the start messages of its process; without one, nobody takes them. */
export function replaceStarts(
  runtime: Runtime,
  { processId }: Definition,
  definition: Definition | undefined,
): void {
  for (const known of runtime.exchange.starts.values())
    for (const old of known.filter((one) => one.definition.processId === processId)) {
      known.splice(known.indexOf(old), 1);
      for (let partition = 1; partition <= runtime.partitions; partition += 1)
        runtime.log.emit(
          partition,
          'MESSAGE_START_EVENT_SUBSCRIPTION',
          'DELETED',
          old.keys[partition] ?? '-1',
          startValue(old.definition, old.messageName, old.start),
        );
    }
  if (!definition) return;
  for (const { messageName, start } of definition.messageStarts) {
    const keys: Key[] = [];
    for (let partition = 1; partition <= runtime.partitions; partition += 1) {
      const key = nextKey(runtime, partition);
      keys[partition] = key;
      const value = startValue(definition, messageName, start);
      runtime.log.emit(partition, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', key, value);
    }
    const known = runtime.exchange.starts.get(messageName) ?? [];
    known.push({ messageName, start, definition, keys });
    runtime.exchange.starts.set(messageName, known);
  }
}

/** Lets an element wait for a message; one that is kept already is taken at once. */
export function subscribe(
  runtime: Runtime,
  element: ElementInstance,
  {
    among,
    target,
    name,
    correlationKey,
    happened,
  }: {
    among: Set<() => void>;
    target: Node;
    name: string;
    correlationKey: string;
    happened: (event: Variables) => void;
  },
): void {
  const { exchange } = runtime;
  const place = join(name, correlationKey);
  const other = partitionFor(correlationKey, runtime.partitions);
  const [ownKey, otherKey] = [nextKey(runtime, element.partition), nextKey(runtime, other)];
  const { interrupting } = target;
  const emit = (side: 'process' | 'message', intent: string, message?: Message): void => {
    const value = {
      ...whereValue(element),
      messageName: name,
      messageKey: wire(message?.key ?? '-1'),
      correlationKey,
      interrupting,
      variables: message?.variables ?? {},
    };
    if (side === 'process')
      runtime.log.emit(element.partition, 'PROCESS_MESSAGE_SUBSCRIPTION', intent, ownKey, {
        ...value,
        elementId: target.id,
      });
    else runtime.log.emit(other, 'MESSAGE_SUBSCRIPTION', intent, otherKey, value);
  };

  const subscription: Subscription = {
    element,
    target,
    take(message) {
      message.correlatedTo.add(element.definition.processId);
      emit('message', 'CORRELATING', message);
      emit('process', 'CORRELATED', message);
      emit('message', 'CORRELATED', message);
      if (interrupting) withdraw();
      happened(message.variables);
    },
  };
  const withdraw = (): void => {
    among.delete(close);
    const known = exchange.subscriptions.get(place);
    known?.delete(subscription);
    if (known?.size === 0) exchange.subscriptions.delete(place);
  };
  const close = (): void => {
    emit('process', 'DELETING');
    withdraw();
    emit('message', 'DELETED');
    emit('process', 'DELETED');
  };

  emit('process', 'CREATING');
  emit('message', 'CREATED');
  emit('process', 'CREATED');
  exchange.subscriptions.set(place, (exchange.subscriptions.get(place) ?? new Set()).add(subscription));
  among.add(close);
  runtime.agenda.push(() => {
    const isOpen = () => exchange.subscriptions.get(place)?.has(subscription) ?? false;
    for (const message of exchange.buffered.get(place) ?? [])
      if (
        isOpen() &&
        message.deadline > runtime.now &&
        !message.correlatedTo.has(element.definition.processId)
      )
        subscription.take(message);
  });
}
