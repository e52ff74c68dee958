// Passes questions of the engine on to a process that evaluates, and its answers back; see apart.ts. The engine waits meanwhile, so this
// is a thread, and plain JavaScript: it is not taught TypeScript.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

/** @type {{ port: import('node:worker_threads').MessagePort, answered: Int32Array, memoryMb: number }} */
const { port, answered, memoryMb } = workerData;
const SCRIPT = fileURLToPath(new URL('apart-child.mjs', import.meta.url));

/** What is asked and not answered; the engine asks one thing at a time. */
let open;
let evaluating = begun();
/** Takes over when the other one is ended; begun once that one is used. */
let waiting;

function begun() {
  const child = fork(SCRIPT, [], {
    env: {},
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const one = { child, ready: false };
  child.on('message', (said) => {
    if (said === 'ready') {
      one.ready = true;
      if (one === evaluating) pass();
    } else if (one === evaluating) answer(said);
  });
  child.on('exit', () => {
    if (one === evaluating) replace('memory');
    else if (one === waiting) waiting = undefined;
  });
  child.on('error', () => undefined);
  return one;
}

/** Hands over what is open, once the process is ready for it. */
function pass() {
  if (!open || open.timer || !evaluating.ready) return;
  open.timer = setTimeout(() => {
    const { child } = evaluating;
    replace('time');
    child.kill('SIGKILL');
  }, open.ms);
  evaluating.child.send({ id: open.id, evaluation: open.evaluation });
  waiting ??= begun();
}

function replace(exceeded) {
  const wasUnderWay = open?.timer !== undefined;
  evaluating = waiting ?? begun();
  waiting = undefined;
  if (wasUnderWay) answer({ id: open.id, exceeded });
  else pass();
}

function answer(said) {
  if (said.id !== open?.id) return;
  clearTimeout(open.timer);
  open = undefined;
  port.postMessage(said);
  Atomics.store(answered, 0, said.id);
  Atomics.notify(answered, 0);
}

port.on('message', (question) => {
  open = question;
  pass();
});
