import type { Db } from './db.ts';
import { notify } from './pg-notify.ts';

/** Minimum time between two notifications; one covers everything committed meanwhile. */
const NOTIFY_INTERVAL_MS = 5;

/** Notifies the relay, after a commit, that the outbox holds messages. A NOTIFY inside the transaction would
 *  serialize commits: PostgreSQL holds a server-wide lock from there until the commit is on disk. Nothing
 *  depends on the notification: the relay also polls.
 *  @returns the function that notifies; calls in quick succession notify once */
export function relayNotifier(db: Db): () => void {
  let ringing = false;
  let again = false;

  const ring = (): void => {
    again = ringing;
    if (ringing) return;
    ringing = true;
    const rest = () =>
      setTimeout(() => {
        ringing = false;
        if (again) ring();
      }, NOTIFY_INTERVAL_MS).unref();
    notify(db, 'outbox').then(rest, rest);
  };
  return ring;
}
