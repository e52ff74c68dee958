import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '../platform/back-off.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type LoopControl, startLoop } from '../platform/loop.ts';
import { type EngineCommands, EngineRejected, EngineUnavailable } from './engine-port.ts';
import type { OutboxRow, OutboxStore } from './outbox-store.ts';

export type OutboxRelay = {
  /** Makes the relay check the outbox now. */
  wake(): void;
  /** Stops sending and waits for messages under way. */
  stop(): Promise<void>;
};

/** Below the engine's own limit (200 in flight in the embedded stack), which other commands need too. */
const MAX_IN_FLIGHT = 96;
/** With fewer in flight, a new message is sent at once instead of at the next poll: there is capacity to
 *  spare. */
const MIN_IN_FLIGHT = 8;
const POLL_INTERVAL_MS = 500;
const FLUSH_INTERVAL_MS = 15;
const BACKOFF_MIN_MS = 400;
const BACKOFF_MAX_MS = 5_000;
const REJECTED_BACKOFF_MAX_MS = 600_000;

export const START_TTL_MS = 10 * 60_000;
export const MESSAGE_TTL_MS = 60 * 60_000;
/** The engine forgets a message id after its TTL, by its own clock. */
const TTL_MARGIN_MS = 60_000;
/** An uncertain start waits this long for the projection to catch up before it is sent again regardless. */
const CATCH_UP_MS = 2 * 60_000;
const RETRY_AFTER_MS = 2_000;

/** Sends the outbox to the engine: each message once as far as anybody can see, and those of one correlation
 *  key in order. Several nodes may run it at once. While the engine is down, one message at a time probes it,
 *  at growing intervals. */
export function startRelay(deps: {
  store: OutboxStore;
  commands: Pick<EngineCommands, 'publish'>;
  clock: Clock;
  log: Log;
}): OutboxRelay {
  const { store, commands, clock, log } = deps;
  const underWay = new Set<Promise<void>>();
  let sent: string[] = [];
  let window = MAX_IN_FLIGHT;
  let failedRounds = 0;
  let failing = false;

  async function send(row: OutboxRow): Promise<void> {
    const ttlMs = await decideSending(row);
    if (ttlMs === 'sent') return void sent.push(row.id);
    if (ttlMs === 'later')
      return store.postpone(row, {
        inMs: RETRY_AFTER_MS,
        uncertain: true,
        error: 'waits for the projection',
      });
    try {
      await commands.publish({
        name: row.message_name,
        correlationKey: row.correlation_key,
        messageId: row.id,
        ttlMs,
        variables: row.variables,
      });
      sent.push(row.id);
      if (failedRounds > 0) log.info({}, 'the engine takes messages again');
      failedRounds = 0;
      failing = false;
      window = Math.min(MAX_IN_FLIGHT, window + 1);
    } catch (error) {
      await failed(row, error);
    }
  }

  async function failed(row: OutboxRow, error: unknown): Promise<void> {
    const { message } = error as Error;
    if (error instanceof EngineUnavailable) {
      window = Math.max(1, Math.floor(window / 2));
      if (failedRounds === 0 && !failing)
        log.warn({ reason: message }, 'the engine does not take messages; they wait');
      failing = true;
      const inMs = backOff(BACKOFF_MIN_MS, Math.min(row.attempts, 4), BACKOFF_MAX_MS);
      return store.postpone(row, { inMs, uncertain: error.uncertain, error: message });
    }
    log.error(
      { correlationKey: row.correlation_key, outboxId: row.id, attempts: row.attempts, reason: message },
      'a message is refused',
    );
    const uncertain = !(error instanceof EngineRejected);
    return store.postpone(row, {
      inMs: backOff(BACKOFF_MIN_MS, row.attempts, REJECTED_BACKOFF_MAX_MS),
      uncertain,
      error: message,
    });
  }

  /** Decides how a message is sent: with which TTL, later, or not any more. If an earlier try of a start may
   *  have arrived, the engine recognizes its id while the TTL lasts. Afterwards only the projection can tell.
   *  When that shows nothing, a message without buffering (TTL 0) is harmless: while the first instance runs,
   *  its correlation key keeps a second from starting. */
  async function decideSending(row: OutboxRow): Promise<number | 'sent' | 'later'> {
    if (row.kind === 'message') return MESSAGE_TTL_MS;
    if (!row.uncertain_before) return START_TTL_MS;
    const age = clock.now().getTime() - row.uncertain_before.getTime();
    if (age < START_TTL_MS - TTL_MARGIN_MS) return START_TTL_MS;
    const seen = await store.startSeen(row);
    if (seen === 'started') return 'sent';
    if (seen === 'behind' && age < START_TTL_MS + CATCH_UP_MS) return 'later';
    return 0;
  }

  async function flush(): Promise<void> {
    while (sent.length > 0) {
      const ids = sent;
      sent = [];
      await store.markSent(ids).catch((error: Error) => {
        log.warn({ reason: error.message, count: ids.length }, 'what was sent is not marked yet');
        sent.push(...ids);
        throw error;
      });
    }
  }

  function start(row: OutboxRow): void {
    const work = send(row)
      .catch((error: Error) =>
        log.warn({ reason: error.message, outboxId: row.id }, 'the message comes again'),
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  async function round({ rest, signal }: LoopControl): Promise<void> {
    const free = (failedRounds > 0 ? 1 : window) - underWay.size;
    const rows = free > 0 ? await store.claim(free, clock.now()) : [];
    for (const row of rows) start(row);
    if (underWay.size === 0) {
      await flush();
      if (rows.length === 0) await rest(POLL_INTERVAL_MS);
      return;
    }
    const calm = underWay.size < MIN_IN_FLIGHT;
    await Promise.race([Promise.all(underWay), calm ? rest(FLUSH_INTERVAL_MS) : pause(FLUSH_INTERVAL_MS)]);
    await flush();
    if (!failing) return;
    failing = false;
    failedRounds += 1;
    await pause(backOff(BACKOFF_MIN_MS, failedRounds, BACKOFF_MAX_MS), undefined, {
      signal,
    }).catch(() => undefined);
  }

  const loop = startLoop({
    round,
    backOffMs: [BACKOFF_MIN_MS, BACKOFF_MAX_MS],
    log,
    failing: 'the outbox cannot be read',
    recovered: 'the outbox is read again',
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await Promise.all(underWay);
      await flush().catch(() => undefined);
    },
  };
}
