import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { LimitExceeded } from '#common/node/time-limit.ts';

/** An evaluation as JSON, and its time limit in ms. */
export type EvaluationRequest = { id: number; ms: number; evaluation: string };

/** Result of an evaluation. `ms` is the time it took; `unbegun` means that no process could be started. */
export type EvaluationReply = { id: number; ms: number } & (
  { json: string } | { error: string } | { exceeded: 'time' | 'memory' | 'unbegun' }
);

/** An expression that is being evaluated in another process. */
export type PendingEvaluation = {
  /** Undefined until the answer arrives. */
  readonly answer: EvaluationReply | undefined;
  readonly answered: Promise<void>;
};

/** Memory limit of an evaluation, in megabytes. */
const MEMORY_MB = 128;

type Thread = { worker: Worker; port: MessagePort; answers: Int32Array };
let thread: Thread | undefined;
let asked = 0;
const pendingReplies = new Map<number, (answer: EvaluationReply) => void>();

/** Starts the evaluating processes, so that the first expression does not wait for them; earlier ones are
 *  ended. A thread passes requests and answers on, so that this process can block while it waits for an
 *  answer.
 *  @param script the program that the thread starts */
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
  port.on('message', resolvePending);
  port.unref();
  thread = { worker, port, answers };
  return thread;
}

const resolvePending = (answer: EvaluationReply): void => pendingReplies.get(answer.id)?.(answer);

function drainReplies({ port }: Thread): void {
  for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port))
    resolvePending(found.message as EvaluationReply);
}

/** Starts an evaluation, queued behind earlier ones. */
export function startEvaluation(evaluation: string, ms: number): PendingEvaluation {
  const { port } = thread ?? startEvaluator();
  asked += 1;
  const id = asked;
  let answer: EvaluationReply | undefined;
  const answered = new Promise<void>((resolve) =>
    pendingReplies.set(id, (found) => {
      pendingReplies.delete(id);
      answer = found;
      resolve();
    }),
  );
  port.postMessage({ id, ms, evaluation } satisfies EvaluationRequest);
  return {
    answered,
    get answer() {
      return answer;
    },
  };
}

/** Returns true when an evaluation would start at once. */
export function isEvaluatorFree(): boolean {
  if (thread) drainReplies(thread);
  return pendingReplies.size === 0;
}

/** Blocks until the answer is there, for at most `ms`. */
export function blockUntilAnswered(evaluating: PendingEvaluation, ms: number): void {
  if (!thread) return;
  const until = performance.now() + ms;
  for (;;) {
    const seen = Atomics.load(thread.answers, 0);
    drainReplies(thread);
    const left = until - performance.now();
    if (evaluating.answer || left <= 0) return;
    Atomics.wait(thread.answers, 0, seen, left);
  }
}

/** Returns the result as JSON.
 *  @throws LimitExceeded when it exceeded its time or memory, or the error of the evaluation */
export function resultOfReply(answer: EvaluationReply): string {
  if ('json' in answer) return answer.json;
  if ('error' in answer) throw new Error(answer.error);
  if (answer.exceeded === 'memory') throw new LimitExceeded(`it needed more than ${MEMORY_MB} MB`);
  if (answer.exceeded === 'unbegun') throw new LimitExceeded('no process to evaluate it could be started');
  throw new LimitExceeded(`it did not come to an end within ${Math.round(answer.ms)} ms`);
}
