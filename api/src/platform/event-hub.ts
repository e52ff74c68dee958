import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { backOff } from './back-off.ts';
import type { Log } from './log.ts';

/** NOTIFY channel for changes to the read side. */
export const CHANGES_CHANNEL = 'shahrah';

/** A change, described by ids and never by content. `many` stands for more than fits into one notification:
 *  read again. */
export type ReadSideChange = {
  taskKeys?: string[];
  requestIds?: string[];
  queues?: string[];
  /** Usernames of people whose notices changed. */
  noticesOf?: string[];
  many?: boolean;
};

export type EventHub = {
  /** @returns the function that ends the subscription */
  subscribe(listener: (change: ReadSideChange) => void): () => void;
  /** Listens to the bare signals of another channel; it calls the listener right away and after every
   *  reconnect. */
  onSignal(channel: string, listener: () => void): () => void;
  /** Calls `check` now and after every change until it returns a value, for at most `timeoutMs`.
   *  @returns undefined on timeout */
  waitUntil<T>(check: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined>;
  close(): Promise<void>;
};

const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 5_000;
const RECHECK_INTERVAL_MS = 250;
const PING_INTERVAL_MS = 30_000;

/** Opens the one connection on which this node hears of changes made by any node. It reconnects by itself;
 *  listeners then get `many`, because changes made meanwhile are not repeated.
 *  @throws when the first connection fails */
export async function openEventHub({
  databaseUrl,
  log,
}: {
  databaseUrl: string;
  log: Log;
}): Promise<EventHub> {
  const listeners = new Set<(change: ReadSideChange) => void>();
  const signals = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let ping: NodeJS.Timeout | undefined;

  const tell = (change: ReadSideChange) => {
    for (const listener of listeners) listener(change);
  };
  const signal = (channel: string) => {
    for (const listener of signals.get(channel) ?? []) listener();
  };

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'shahrah-events',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next));
    next.on('notification', ({ channel, payload }) => {
      if (channel === CHANGES_CHANNEL) tell(parseChange(payload));
      else signal(channel);
    });
    await next.connect();
    for (const channel of [CHANGES_CHANNEL, ...signals.keys()])
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
    client = next;
    clearInterval(ping);
    ping = setInterval(
      () => void next.query('select 1').catch((error: Error) => lost(next, error)),
      PING_INTERVAL_MS,
    ).unref();
  }

  function lost(which: pg.Client, error?: Error): void {
    if (client !== which || closing.signal.aborted) return;
    client = undefined;
    void which.end().catch(() => undefined);
    log.warn({ reason: error?.message }, 'the connection for changes was lost, connecting again');
    void reconnect();
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 1; !closing.signal.aborted; attempt += 1) {
      await pause(backOff(RECONNECT_MIN_MS, attempt, RECONNECT_MAX_MS), undefined, { ref: false });
      if (closing.signal.aborted) return;
      try {
        await connect();
        tell({ many: true });
        for (const channel of signals.keys()) signal(channel);
        return;
      } catch (error) {
        log.debug({ reason: (error as Error).message }, 'still no connection for changes');
      }
    }
  }

  function subscribe(listener: (change: ReadSideChange) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  await connect();
  return {
    subscribe,
    onSignal(channel, listener) {
      const known = signals.get(channel);
      const all = known ?? new Set();
      if (!known) {
        signals.set(channel, all);
        const now = client;
        if (now)
          void now.query(`listen ${now.escapeIdentifier(channel)}`).catch((error: Error) => lost(now, error));
      }
      all.add(listener);
      return () => void all.delete(listener);
    },
    waitUntil: (check, timeoutMs) => waitUntil(subscribe, check, timeoutMs),
    async close() {
      closing.abort();
      clearInterval(ping);
      listeners.clear();
      signals.clear();
      await client?.end().catch(() => undefined);
    },
  };
}

function parseChange(payload: string | undefined): ReadSideChange {
  try {
    return JSON.parse(payload ?? '') as ReadSideChange;
  } catch {
    return { many: true };
  }
}

async function waitUntil<T>(
  subscribe: EventHub['subscribe'],
  check: () => Promise<T | undefined>,
  timeoutMs: number,
): Promise<T | undefined> {
  const end = Date.now() + timeoutMs;
  let changed = false;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe(() => {
    changed = true;
    wake();
  });
  try {
    for (;;) {
      changed = false;
      const found = await check();
      if (found !== undefined) return found;
      const left = end - Date.now();
      if (left <= 0) return undefined;
      if (changed) continue;
      const stop = new AbortController();
      wake = () => stop.abort();
      await pause(Math.min(left, RECHECK_INTERVAL_MS), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
    }
  } finally {
    unsubscribe();
  }
}
