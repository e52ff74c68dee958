// Passes the engine's questions on to an evaluating process, one after the other, and returns its answers;
// see evaluator.ts. The engine may block while it waits for an answer, so this is a thread. It is plain
// JavaScript, because it has no TypeScript loader.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

/** @type {{ port: import('node:worker_threads').MessagePort, answers: Int32Array, script: string, memoryMb: number }} */
const { port, answers, script, memoryMb } = workerData;

/** How long a process may take to start. */
const BEGINS_WITHIN_MS = 20_000;
/** Pause before another start after a failed one. */
const PAUSE_MS = 1_000;

/** Requests that wait to be sent, and the one that was sent. */
const waiting = [];
let underWay;
let evaluating = begun();
/** Replaces the other process when that is killed; started once the other is used. */
let spare;

function begun() {
  const child = fork(fileURLToPath(script), [], {
    env: {},
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const one = { child, isReady: false };
  const late = setTimeout(() => child.kill('SIGKILL'), BEGINS_WITHIN_MS);
  const over = () => {
    clearTimeout(late);
    ended(one);
  };
  child.on('message', (said) => {
    if (said === 'ready') {
      clearTimeout(late);
      one.isReady = true;
      next();
    } else if (one === evaluating) answer(said);
  });
  child.on('exit', over);
  // A process that could not be started has no exit event.
  child.on('error', () => child.pid === undefined && over());
  return one;
}

function ended(one) {
  if (one === spare) spare = undefined;
  if (one !== evaluating) return;
  if (one.isReady) {
    replace();
    answer({ id: underWay?.question.id, exceeded: 'memory' });
  } else {
    evaluating = undefined;
    setTimeout(replace, PAUSE_MS);
    for (const { id } of waiting.splice(0)) tell({ id, ms: 0, exceeded: 'unbegun' });
  }
}

function replace() {
  evaluating = spare ?? begun();
  spare = undefined;
}

/** Sends the request that has waited longest, once the process is ready. */
function next() {
  if (underWay || !evaluating?.isReady || waiting.length === 0) return;
  const question = waiting.shift();
  const timer = setTimeout(() => {
    const { child } = evaluating;
    replace();
    child.kill('SIGKILL');
    answer({ id: question.id, exceeded: 'time' });
  }, question.ms);
  underWay = { question, timer, since: performance.now() };
  evaluating.child.send({ id: question.id, evaluation: question.evaluation });
  spare ??= begun();
}

function answer(said) {
  if (!underWay || said.id !== underWay.question.id) return;
  clearTimeout(underWay.timer);
  tell({ ...said, ms: performance.now() - underWay.since });
  underWay = undefined;
  next();
}

function tell(said) {
  port.postMessage(said);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

port.on('message', (question) => {
  if (evaluating) waiting.push(question);
  else tell({ id: question.id, ms: 0, exceeded: 'unbegun' });
  next();
});
