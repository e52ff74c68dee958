import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { Endless } from '#common/node/time-limit.ts';

/** An evaluation as JSON, and how many milliseconds it may take. */
export type Question = { id: number; ms: number; evaluation: string };

/** What became of it. `ms`: how long it took; `unbegun`: no process could be started. */
export type Answer = { id: number; ms: number } & (
  { json: string } | { error: string } | { exceeded: 'time' | 'memory' | 'unbegun' }
);

/** An expression that is evaluated in a process beside this one. */
export type Evaluating = {
  /** Undefined until it has come. */
  readonly answer: Answer | undefined;
  readonly answered: Promise<void>;
};

/** Megabytes that an evaluation may take. */
const MEMORY_MB = 128;

type Thread = { worker: Worker; port: MessagePort; answers: Int32Array };
let thread: Thread | undefined;
let asked = 0;
const open = new Map<number, (answer: Answer) => void>();

/** Starts the processes that evaluate, so that the first expression does not wait for them; those of before are ended. A thread passes
 *  questions and answers on, so that this process can stand still for an answer.
 *  @param script what is started, by the thread */
export function startEvaluator(script = new URL('evaluator-process.mjs', import.meta.url)): Thread {
  const { port1: port, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('evaluator-thread.mjs', import.meta.url), {
    workerData: { port: port2, answers, script: script.href, memoryMb: MEMORY_MB },
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  void thread?.worker.terminate();
  port.on('message', hear);
  port.unref();
  thread = { worker, port, answers };
  return thread;
}

const hear = (answer: Answer): void => open.get(answer.id)?.(answer);

function hearAll({ port }: Thread): void {
  for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port))
    hear(found.message as Answer);
}

/** Begins an evaluation, behind those that were begun before. */
export function beginEvaluating(evaluation: string, ms: number): Evaluating {
  const { port } = thread ?? startEvaluator();
  asked += 1;
  const id = asked;
  let answer: Answer | undefined;
  const answered = new Promise<void>((resolve) =>
    open.set(id, (found) => {
      open.delete(id);
      answer = found;
      resolve();
    }),
  );
  port.postMessage({ id, ms, evaluation } satisfies Question);
  return {
    answered,
    get answer() {
      return answer;
    },
  };
}

/** Whether an evaluation would begin at once. */
export function isEvaluatorFree(): boolean {
  if (thread) hearAll(thread);
  return open.size === 0;
}

/** Stands still until the answer is there, at most for so many milliseconds. */
export function standStillFor(evaluating: Evaluating, ms: number): void {
  if (!thread) return;
  const until = performance.now() + ms;
  for (;;) {
    const seen = Atomics.load(thread.answers, 0);
    hearAll(thread);
    const left = until - performance.now();
    if (evaluating.answer || left <= 0) return;
    Atomics.wait(thread.answers, 0, seen, left);
  }
}

/** The result as JSON.
 *  @throws Endless when it took more time or memory than it may, or what the evaluation threw */
export function resultIn(answer: Answer): string {
  if ('json' in answer) return answer.json;
  if ('error' in answer) throw new Error(answer.error);
  if (answer.exceeded === 'memory') throw new Endless(`it needed more than ${MEMORY_MB} MB`);
  if (answer.exceeded === 'unbegun') throw new Endless('no process to evaluate it could be started');
  throw new Endless(`it did not come to an end within ${Math.round(answer.ms)} ms`);
}
