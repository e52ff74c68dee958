import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';

const STALL_LIMIT_MS = 30_000;
const HEARTBEAT_INTERVAL_MS = 1_000;

/** What the thread is told; see watchdog-thread.mjs. */
export type Watched = {
  /** Two integers: the beats so far, and 1 while a debugger is attached. */
  heart: Int32Array;
  beatEveryMs: number;
  /** So many looks in a row at a heart that has not beaten are its end. */
  mostLooks: number;
  name: string;
  /** The log has lines of JSON. */
  json: boolean;
};

/** Ends this process when its event loop stands still, whatever holds it: a thread watches its heartbeat, says in the log where it stands,
 *  and kills the process; whoever started that starts it again. It counts its own looks, not the time: a process or a machine that was
 *  suspended has looked as seldom as it has beaten. While a debugger is attached it only watches. */
export function startWatchdog({
  name,
  json = false,
  standsForMs = STALL_LIMIT_MS,
  beatEveryMs = HEARTBEAT_INTERVAL_MS,
}: {
  name: string;
  json?: boolean;
  standsForMs?: number;
  beatEveryMs?: number;
}): void {
  const heart = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => {
    Atomics.add(heart, 0, 1);
    Atomics.store(heart, 1, inspector.url() === undefined ? 0 : 1);
  }, beatEveryMs).unref();
  const workerData: Watched = {
    heart,
    beatEveryMs,
    mostLooks: Math.ceil(standsForMs / beatEveryMs),
    name,
    json,
  };
  const thread = new Worker(new URL('watchdog-thread.mjs', import.meta.url), { workerData, execArgv: [] });
  thread.unref();
}
