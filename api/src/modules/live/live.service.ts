import type { EventHub } from '#api/platform/event-hub.ts';
import type { Log } from '#api/platform/log.ts';
import type { ViewerAccess } from '../visibility/index.ts';
import type { changedFacts } from './changed-facts.repo.ts';
import type { EventStream } from './event-stream.ts';
import { TooManyStreams } from './live.errors.ts';

/** Maximum per person and node; each tab has one. */
const MAX_STREAMS_PER_PERSON = 8;
/** A change after a quiet time is sent at once. After that, changes are collected for twice as long as
 *  sending took: one read of the database for all listeners, one event for many changes, and the more there
 *  is to send, the more goes together. */
const REST_FACTOR = 2;
const MAX_REST_MS = 500;
/** When more than this changed at once, all listeners are told to read again. */
const MAX_IDS = 500;

type Listener = { view: ViewerAccess; stream: EventStream };
type Deps = { hub: Pick<EventHub, 'subscribe'>; facts: ReturnType<typeof changedFacts>; log: Log };

/** Tells listeners what changed, each only what that person may see. */
export function liveService({ hub, facts, log }: Deps) {
  const listeners = new Set<Listener>();
  let taskKeys = new Set<string>();
  let requestIds = new Set<string>();
  let noticesOf = new Set<string>();
  let many = false;
  let timer: NodeJS.Timeout | undefined;
  let telling = false;
  let restUntil = -Infinity;
  let closed = false;

  const unsubscribe = hub.subscribe('changes', (change) => {
    if (listeners.size === 0) return;
    for (const key of change.taskKeys ?? []) taskKeys.add(key);
    for (const id of change.requestIds ?? []) requestIds.add(id);
    for (const username of change.noticesOf ?? []) noticesOf.add(username);
    many ||= change.many === true || taskKeys.size + requestIds.size + noticesOf.size > MAX_IDS;
    tellSoon();
  });

  function tellSoon(): void {
    const nothing = !many && taskKeys.size + requestIds.size + noticesOf.size === 0;
    if (telling || nothing || closed) return;
    timer ??= setTimeout(() => void tellInTurn(), Math.max(0, restUntil - performance.now())).unref();
  }

  async function tellInTurn(): Promise<void> {
    timer = undefined;
    telling = true;
    const begun = performance.now();
    try {
      await tell();
    } finally {
      const ended = performance.now();
      restUntil = ended + Math.min(MAX_REST_MS, REST_FACTOR * (ended - begun));
      telling = false;
      tellSoon();
    }
  }

  async function tell(): Promise<void> {
    const keys = [...taskKeys];
    const ids = [...requestIds];
    const told = noticesOf;
    const all = many;
    taskKeys = new Set();
    requestIds = new Set();
    noticesOf = new Set();
    many = false;
    if (all) return tellAll();
    for (const { view, stream } of listeners)
      if (told.has(view.viewer.username)) stream.send('notices-changed', {});
    try {
      const [tasks, requests] = await Promise.all([facts.tasks(keys), facts.requests(ids)]);
      for (const { view, stream } of listeners) {
        const seenTasks = tasks.filter((task) => view.can({ action: 'task:read', task: task.facts }));
        const seen = requests.filter((request) =>
          view.can({ action: 'request:read', request: request.facts }),
        );
        if (seenTasks.length > 0)
          stream.send('tasks-changed', { keys: seenTasks.map(({ key }) => key), many: false });
        if (seen.length > 0) stream.send('request-changed', { ids: seen.map(({ id }) => id), many: false });
      }
    } catch (error) {
      log.warn({ err: error }, 'what changed could not be read; listeners are told to read again');
      tellAll();
    }
  }

  function tellAll(): void {
    for (const { stream } of listeners) stream.sendReload();
  }

  return {
    /** @throws TooManyStreams when this person has too many streams already, or the node is stopping */
    admit({ viewer }: ViewerAccess): void {
      const own = [...listeners].filter(({ view }) => view.viewer.id === viewer.id);
      if (closed || own.length >= MAX_STREAMS_PER_PERSON) throw new TooManyStreams();
    },
    /** @returns a function that removes the listener */
    add(listener: Listener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    count: () => listeners.size,
    /** Ends every stream; their readers reconnect to another node. */
    close(): void {
      closed = true;
      unsubscribe();
      clearTimeout(timer);
      for (const { stream } of listeners) stream.end();
      listeners.clear();
    },
  };
}

export type LiveService = ReturnType<typeof liveService>;
