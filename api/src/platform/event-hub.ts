import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';
import { startLoop } from './loop.ts';
import { type Channel, CHANNELS, type Payloads, readChange } from './pg-notify.ts';

export type EventHub = {
  /** Calls the listener with every notification of the channel, and after a reconnect.
   *  @returns the function that ends the subscription */
  subscribe<C extends Channel>(channel: C, listener: (payload: Payloads[C]) => void): () => void;
  /** Calls `check` now and after every change until it returns a value, for at most `timeoutMs`.
   *  @returns undefined on timeout */
  waitUntil<T>(check: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined>;
  close(): Promise<void>;
};

const RECONNECT_BACK_OFF_MS = [100, 5_000] as const;
const RECHECK_INTERVAL_MS = 250;
const PING_INTERVAL_MS = 30_000;

type Listener = (payload: Payloads[Channel]) => void;
type Connection = { client: pg.Client; lost: Promise<Error> };

/** Opens the one connection on which this node hears of changes made by any node. It reconnects by itself;
 *  listeners are then called, those of changes with `many`, because notifications missed meanwhile are not
 *  repeated.
 *  @throws when the first connection fails */
export async function openEventHub({
  databaseUrl,
  log,
}: {
  databaseUrl: string;
  log: Log;
}): Promise<EventHub> {
  const listeners: Record<Channel, Set<Listener>> = {
    changes: new Set(),
    outbox: new Set(),
    deployedFiles: new Set(),
  };
  const tell = (channel: Channel, payload: Payloads[Channel]) => {
    for (const listener of listeners[channel]) listener(payload);
  };
  const onNotification = ({ channel, payload }: pg.Notification) => {
    if (channel === CHANNELS.changes) tell('changes', readChange(payload));
    else if (channel === CHANNELS.outbox) tell('outbox', undefined);
    else if (channel === CHANNELS.deployedFiles) tell('deployedFiles', undefined);
  };
  const tellAll = () => {
    tell('changes', { many: true });
    tell('outbox', undefined);
    tell('deployedFiles', undefined);
  };

  let connection: Connection | undefined = await connect(databaseUrl, onNotification);
  const loop = startLoop({
    async round() {
      if (connection) {
        const reason = await connection.lost;
        connection = undefined;
        throw reason;
      }
      connection = await connect(databaseUrl, onNotification);
      tellAll();
    },
    backOffMs: RECONNECT_BACK_OFF_MS,
    log,
    failing: 'the connection for changes was lost, connecting again',
    recovered: 'the connection for changes is back',
  });

  const subscribe: EventHub['subscribe'] = (channel, listener) => {
    const all = listeners[channel] as Set<typeof listener>;
    all.add(listener);
    return () => void all.delete(listener);
  };
  return {
    subscribe,
    waitUntil: (check, timeoutMs) => waitUntil(subscribe, check, timeoutMs),
    async close() {
      for (const all of Object.values(listeners)) all.clear();
      const stopped = loop.stop();
      await connection?.client.end().catch(() => undefined);
      await stopped;
      await connection?.client.end().catch(() => undefined);
    },
  };
}

/** Connects and listens to all channels. A connection that fails or no longer answers is lost, and closed. */
async function connect(
  databaseUrl: string,
  onNotification: (notification: pg.Notification) => void,
): Promise<Connection> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'shahrah-events',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  });
  let ping: NodeJS.Timeout | undefined;
  const lost = new Promise<Error>((resolve) => {
    client.on('error', resolve);
    client.on('end', () => resolve(new Error('the connection ended')));
    ping = setInterval(() => void client.query('select 1').catch(resolve), PING_INTERVAL_MS).unref();
  });
  const close = () => {
    clearInterval(ping);
    client.end().catch(() => undefined);
  };
  void lost.then(close);
  client.on('notification', onNotification);
  try {
    await client.connect();
    for (const channel of Object.values(CHANNELS))
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    close();
    throw error;
  }
  return { client, lost };
}

async function waitUntil<T>(
  subscribe: EventHub['subscribe'],
  check: () => Promise<T | undefined>,
  timeoutMs: number,
): Promise<T | undefined> {
  const end = Date.now() + timeoutMs;
  let changed = false;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe('changes', () => {
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
