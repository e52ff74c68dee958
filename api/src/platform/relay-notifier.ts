import type { Db } from './db.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';

/** Rings for whatever was committed meanwhile at most this often. */
const NOTIFY_INTERVAL_MS = 5;

/** Tells the relay, after a commit, that something stands in the outbox. A NOTIFY inside the transaction would make commits wait
 *  for each other: PostgreSQL holds a lock of the whole server from there until the commit is on disk. Nothing depends on the
 *  bell: the relay also looks by itself.
 *  @returns the function that rings; calls in quick succession ring once */
export function relayNotifier(db: Db): () => void {
  let ringing = false;
  let again = false;

  const notify = (): void => {
    again = ringing;
    if (ringing) return;
    ringing = true;
    const rest = () =>
      setTimeout(() => {
        ringing = false;
        if (again) notify();
      }, NOTIFY_INTERVAL_MS).unref();
    db.raw('select pg_notify(?, ?)', [OUTBOX_CHANNEL, '']).then(rest, rest);
  };
  return notify;
}
