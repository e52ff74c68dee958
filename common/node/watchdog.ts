import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';

const STALL_LIMIT_MS = 30_000;
const HEARTBEAT_INTERVAL_MS = 1_000;

/** Data for the thread; see watchdog-thread.mjs. */
export type Watched = {
  /** Two integers: the beats so far, and 1 while a debugger is attached. */
  heart: Int32Array;
  beatEveryMs: number;
  /** After this many checks in a row without a beat, the process is killed. */
  mostLooks: number;
  name: string;
  /** True when the log consists of JSON lines. */
  json: boolean;
};

/** Kills this process when its event loop is blocked, whatever blocks it. A thread watches its heartbeat,
 *  logs where it is blocked, and kills the process; the supervisor restarts it. The thread counts its own
 *  checks, not the time: while a process or machine was suspended, neither checks nor beats happened. While a
 *  debugger is attached, it only watches. */
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
