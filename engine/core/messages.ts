import { byKey } from './keys.ts';
import { startInstance } from './lifecycle.ts';
import {
  type Definition,
  type Key,
  modelOf,
  type Node,
  type StartSubscription,
  type Variables,
} from './model.ts';
import { together } from './not-loaded.ts';
import { NO_KEY, wire } from './record-log.ts';
import { TENANT, whereValue } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextKey, nextLooseKey, type Runtime } from './runtime.ts';
import type { ElementInstance, Message, MessageWait, Wait } from './state.ts';
import { happen, takeOut, targetOf, waitOf } from './waits.ts';

/** Returns the partition that holds the messages of a correlation key. */
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

/** Correlates a message and buffers it for its time to live: during that time its id is recognized, and a
 *  process that starts to wait takes it. Each process takes it once.
 *  @throws Rejection ALREADY_EXISTS, or INVALID_STATE when it would start a process that this engine cannot
 *  read */
export function publish(
  runtime: Runtime,
  { name, correlationKey, messageId, ttlMs, variables }: Publication,
): Key {
  const { state } = runtime;
  const known =
    messageId && state.messagesFor(name, correlationKey).some((one) => one.messageId === messageId);
  if (known)
    throw new Rejection(
      'ALREADY_EXISTS',
      `Expected to publish a new message with id '${messageId}', but a message with that id was already published`,
    );
  const starts = runtime.registry.starts.get(name) ?? [];
  for (const { definition } of starts) modelOf(definition);
  const message: Message = {
    key: nextLooseKey(runtime, partitionFor(correlationKey, runtime.partitions)),
    name,
    correlationKey,
    messageId,
    timeToLive: ttlMs,
    deadline: ttlMs > 0 ? runtime.now + ttlMs : -1,
    variables,
    correlatedTo: [],
  };
  emitMessage(runtime, 'PUBLISHED', message);
  for (const { key, processId } of state.subscriptionsTo(name, correlationKey))
    if (!message.correlatedTo.includes(processId)) correlate(runtime, key, message);
  for (const start of starts) startFrom(runtime, start, message);
  if (ttlMs > 0) state.putMessage(message);
  else emitMessage(runtime, 'EXPIRED', message);
  return message.key;
}

const emitMessage = (runtime: Runtime, intent: string, message: Message): void => {
  const { key, name, correlationKey, messageId, timeToLive, deadline, variables } = message;
  const value = { name, correlationKey, messageId, timeToLive, deadline, variables, tenantId: TENANT };
  runtime.log.emit(partitionFor(correlationKey, runtime.partitions), 'MESSAGE', intent, key, value);
};

/** Deletes a message whose time to live is over. */
export function expire(runtime: Runtime, key: Key): void {
  const message = runtime.state.message(key);
  if (!message || message.deadline > runtime.now) return;
  runtime.state.removeMessage(message);
  emitMessage(runtime, 'EXPIRED', message);
}

/** Starts an instance from a message. A message with a correlation key starts no second instance of a process
 *  while the first is active. */
function startFrom(
  runtime: Runtime,
  { definition, messageName, startEventId, keys }: StartSubscription,
  message: Message,
): void {
  const { state } = runtime;
  const { processId } = definition;
  const { correlationKey, variables } = message;
  if (message.correlatedTo.includes(processId)) return;
  if (correlationKey && state.hasStartLock(processId, correlationKey)) return;
  message.correlatedTo.push(processId);
  const partition = partitionFor(correlationKey, runtime.partitions);
  const start = modelOf(definition).elements.get(startEventId) as Node;
  const instance = startInstance(runtime, definition, partition, { event: variables, at: start });
  if (correlationKey) {
    instance.startLock = { processId, correlationKey };
    state.addStartLock(processId, correlationKey, instance.key);
  }
  runtime.log.emit(partition, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', keys[partition] ?? '-1', {
    ...startValue(definition, messageName, startEventId),
    processInstanceKey: wire(instance.key),
    messageKey: wire(message.key),
    correlationKey,
    variables,
  });
}

const startValue = (definition: Definition, messageName: string, startEventId: string) => ({
  processDefinitionKey: wire(definition.key),
  messageName,
  startEventId,
  bpmnProcessId: definition.processId,
  processInstanceKey: NO_KEY,
  messageKey: NO_KEY,
  correlationKey: '',
  variables: {},
  tenantId: TENANT,
});

/** Starts the next instance after that of a correlation key has ended: from the oldest message buffered
 *  meanwhile, whatever its name. */
export function startNext(runtime: Runtime, processId: string, correlationKey: string): void {
  const starts = [...runtime.registry.starts.values()]
    .flat()
    .filter(({ definition }) => definition.processId === processId && definition.unreadable === undefined);
  const kept = together(starts, (start) =>
    runtime.state.messagesFor(start.messageName, correlationKey).map((message) => ({ start, message })),
  );
  for (const { start, message } of kept.flat().sort((a, b) => byKey(a.message, b.message))) {
    const before = message.correlatedTo.length;
    if (message.deadline > runtime.now) startFrom(runtime, start, message);
    if (message.correlatedTo.length > before) runtime.state.putMessage(message);
  }
}

/** Moves the start messages of a process to another version; without one, they start nothing. */
export function replaceStarts(
  runtime: Runtime,
  { processId }: Definition,
  definition: Definition | undefined,
): void {
  const { starts } = runtime.registry;
  for (const [name, known] of starts) {
    for (const old of known.filter((one) => one.definition.processId === processId))
      for (let partition = 1; partition <= runtime.partitions; partition += 1)
        runtime.log.emit(
          partition,
          'MESSAGE_START_EVENT_SUBSCRIPTION',
          'DELETED',
          old.keys[partition] ?? '-1',
          startValue(old.definition, old.messageName, old.startEventId),
        );
    const others = known.filter((one) => one.definition.processId !== processId);
    if (others.length > 0) starts.set(name, others);
    else starts.delete(name);
  }
  runtime.state.setStarts(processId, definition ? openStarts(runtime, definition) : []);
}

function openStarts(runtime: Runtime, definition: Definition): StartSubscription[] {
  const { starts } = runtime.registry;
  const opened = definition.unreadable === undefined ? modelOf(definition).messageStarts : [];
  return opened.map(({ messageName, start }) => {
    const keys: Key[] = [];
    for (let partition = 1; partition <= runtime.partitions; partition += 1) {
      const key = nextLooseKey(runtime, partition);
      keys[partition] = key;
      const value = startValue(definition, messageName, start.id);
      runtime.log.emit(partition, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', key, value);
    }
    const subscription: StartSubscription = { definition, messageName, startEventId: start.id, keys };
    starts.set(messageName, [...(starts.get(messageName) ?? []), subscription]);
    return subscription;
  });
}

/** Subscribes an element to a message; a buffered one is correlated at once. */
export function subscribe(
  runtime: Runtime,
  element: ElementInstance,
  among: Wait[],
  { target, name, correlationKey }: { target: Node; name: string; correlationKey: string },
): void {
  const { instance } = element;
  const wait: MessageWait = {
    kind: 'message',
    key: nextKey(runtime, element),
    messageSideKey: nextLooseKey(runtime, partitionFor(correlationKey, runtime.partitions)),
    target: target.id,
    name,
    correlationKey,
  };
  among.push(wait);
  instance.at.set(wait.key, element);
  const { processId } = instance.definition;
  runtime.state.addSubscription({ key: wait.key, instance: instance.key, name, correlationKey, processId });
  emitOwn(runtime, 'CREATING', element, wait);
  emitMessageSide(runtime, 'CREATED', element, wait);
  emitOwn(runtime, 'CREATED', element, wait);
  runtime.agenda.push(() => takeKept(runtime, element, wait));
}

function takeKept(runtime: Runtime, element: ElementInstance, wait: MessageWait): void {
  const { state, now } = runtime;
  const isOpen = () => waitOf(element, wait.key) === wait;
  const { processId } = element.instance.definition;
  for (const message of state.messagesFor(wait.name, wait.correlationKey))
    if (isOpen() && message.deadline > now && !message.correlatedTo.includes(processId)) {
      take(runtime, element, wait, message);
      state.putMessage(message);
    }
}

function correlate(runtime: Runtime, key: Key, message: Message): void {
  const element = runtime.state.instanceOf(key)?.at.get(key);
  const wait = element && waitOf(element, key);
  if (element && wait?.kind === 'message') take(runtime, element, wait, message);
}

function take(runtime: Runtime, element: ElementInstance, wait: MessageWait, message: Message): void {
  message.correlatedTo.push(element.instance.definition.processId);
  emitMessageSide(runtime, 'CORRELATING', element, wait, message);
  emitOwn(runtime, 'CORRELATED', element, wait, message);
  emitMessageSide(runtime, 'CORRELATED', element, wait, message);
  if (targetOf(element, wait.target).interrupting) {
    takeOut(element, wait);
    runtime.state.removeSubscription(wait);
  }
  happen(runtime, element, wait.target, message.variables);
}

/** Closes a message subscription of an element. */
export function unsubscribe(runtime: Runtime, element: ElementInstance, wait: MessageWait): void {
  emitOwn(runtime, 'DELETING', element, wait);
  runtime.state.removeSubscription(wait);
  emitMessageSide(runtime, 'DELETED', element, wait);
  emitOwn(runtime, 'DELETED', element, wait);
}

const subscriptionValue = (element: ElementInstance, wait: MessageWait, message: Message | undefined) => ({
  ...whereValue(element),
  messageName: wait.name,
  messageKey: wire(message?.key ?? '-1'),
  correlationKey: wait.correlationKey,
  interrupting: targetOf(element, wait.target).interrupting,
  variables: message?.variables ?? {},
});

const emitOwn = (
  runtime: Runtime,
  intent: string,
  element: ElementInstance,
  wait: MessageWait,
  message?: Message,
): void =>
  runtime.log.emit(element.instance.partition, 'PROCESS_MESSAGE_SUBSCRIPTION', intent, wait.key, {
    ...subscriptionValue(element, wait, message),
    elementId: wait.target,
  });

const emitMessageSide = (
  runtime: Runtime,
  intent: string,
  element: ElementInstance,
  wait: MessageWait,
  message?: Message,
): void =>
  runtime.log.emit(
    partitionFor(wait.correlationKey, runtime.partitions),
    'MESSAGE_SUBSCRIPTION',
    intent,
    wait.messageSideKey,
    subscriptionValue(element, wait, message),
  );
