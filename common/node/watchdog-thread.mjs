// Watches the heartbeat of the process from a thread; see watchdog.ts. It writes to stderr directly: the
// streams of a thread go through the main thread, which is blocked.
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { setTimeout as pause } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

const STDERR = 2;
const MOST_FRAMES = 5;
/** Time for the stack trace; a process that cannot be interrupted, as in a system call, gives none. */
const TELLS_WITHIN_MS = 2_000;

/** @type {import('./watchdog.ts').Watched} */
const { heart, beatEveryMs, mostLooks, name, json } = workerData;

for (let beats = -1, looks = 0; looks < mostLooks;) {
  await pause(beatEveryMs);
  const now = Atomics.load(heart, 0);
  const debugged = Atomics.load(heart, 1) === 1;
  looks = now === beats && !debugged ? looks + 1 : 0;
  beats = now;
}
const where = await Promise.race([whereItStands(), pause(TELLS_WITHIN_MS, 'nobody knows where')]);
const standsFor = Math.round((mostLooks * beatEveryMs) / 1000);
const msg = `The event loop has stood still for ${standsFor} s (${where}), so ${name} is killed, to be started again.`;
try {
  writeSync(STDERR, `${json ? JSON.stringify({ level: 60, time: Date.now(), msg }) : msg}\n`);
} finally {
  process.kill(process.pid, 'SIGKILL');
}

/** Interrupts the main thread and returns the functions it is in, innermost first. */
function whereItStands() {
  const session = new Session();
  session.connectToMainThread();
  const files = new Map();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => files.set(scriptId, url));
  return new Promise((resolve) => {
    session.once('Debugger.paused', ({ params: { callFrames } }) =>
      resolve(
        callFrames
          .slice(0, MOST_FRAMES)
          .map(({ functionName, location }) => {
            const file = files.get(location.scriptId)?.split('/').at(-1) || 'node';
            return `${functionName || 'a function'} in ${file}`;
          })
          .join(', '),
      ),
    );
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}
