// Passes questions of the engine on to a process that evaluates, one after the other, and its answers back; see evaluator.ts. The engine
// may stand still for an answer, so this is a thread, and plain JavaScript: it is not taught TypeScript.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

/** @type {{ port: import('node:worker_threads').MessagePort, answers: Int32Array, script: string, memoryMb: number }} */
const { port, answers, script, memoryMb } = workerData;

/** How long a process may need to begin. */
const BEGINS_WITHIN_MS = 20_000;
/** Before another is begun where one could not. */
const PAUSE_MS = 1_000;

/** What waits to be handed over, and what has been. */
const waiting = [];
let underWay;
let evaluating = begun();
/** Takes over when the other one is ended; begun once that one is used. */
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
  // One that could not be started has no exit.
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

/** Hands over what waits longest, once the process is ready for it. */
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
