import type { Db } from './db.ts';

/** NOTIFY channels: changes to the read side, messages waiting in the outbox, and deployed files. */
export const CHANNELS = { changes: 'shahrah', outbox: 'outbox', deployedFiles: 'shahrah_files' } as const;

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

/** What a notification of each channel says; that of the outbox and of deployed files is a bare signal. */
export type Payloads = { changes: ReadSideChange; outbox: undefined; deployedFiles: undefined };
export type Channel = keyof typeof CHANNELS;

/** PostgreSQL's limit for a notification is 8,000 bytes. */
const MAX_PAYLOAD_BYTES = 7_800;

/** Returns the payload of a notification of a change; a long one says `many`. */
export function changePayload(change: ReadSideChange): string {
  const text = JSON.stringify(change);
  return Buffer.byteLength(text) > MAX_PAYLOAD_BYTES ? JSON.stringify({ many: true }) : text;
}

/** Returns the change that a notification tells of; `many` when it cannot be read. */
export function readChange(payload: string | undefined): ReadSideChange {
  try {
    return JSON.parse(payload ?? '') as ReadSideChange;
  } catch {
    return { many: true };
  }
}

/** Notifies every node that subscribes to the channel, in a transaction with its commit. A statement that
 *  notifies while it writes uses `CHANNELS` and `changePayload` instead. */
export async function notify<C extends Channel>(
  db: Db,
  channel: C,
  ...[change]: Payloads[C] extends undefined ? [] : [change: Payloads[C]]
): Promise<void> {
  await db.raw('select pg_notify(?, ?)', [CHANNELS[channel], change ? changePayload(change) : '']);
}
