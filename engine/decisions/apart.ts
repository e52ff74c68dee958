import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { Endless } from '../../common/time-limit.ts';
import type { Evaluation } from './evaluate.ts';

export type Question = { id: number; ms: number; evaluation: string };
export type Answer = { id: number } & (
  { json: string } | { error: string } | { exceeded: 'time' | 'memory' }
);

/** Megabytes that an evaluation may take. */
const MEMORY_MB = 128;
/** How long a process may need to begin, in milliseconds; one waits that has begun, unless several were ended at once. */
const BEGINS_WITHIN_MS = 20_000;

type Bridge = { port: MessagePort; answered: Int32Array };
let bridge: Bridge | undefined;
let asked = 0;

/** Starts the processes that `evaluateApart` needs, so that the first expression does not wait for them. */
export function startApart(): Bridge {
  const { port1: port, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('apart-bridge.mjs', import.meta.url), {
    workerData: { port: port2, answered, memoryMb: MEMORY_MB },
    transferList: [port2],
    execArgv: [],
  });
  thread.unref();
  bridge = { port, answered };
  return bridge;
}

/** Evaluates in a process of its own, while this one waits: a value that needs more memory than there is ends that process and not this.
 *  A thread passes question and answer on.
 *  @param ms how long it may take
 *  @returns the result as JSON
 *  @throws Endless when it takes more time or memory, or what the evaluation throws */
export function evaluateApart(evaluation: Evaluation, ms: number): string {
  const { port, answered } = bridge ?? startApart();
  asked = (asked + 1) | 0;
  port.postMessage({ id: asked, ms, evaluation: JSON.stringify(evaluation) } satisfies Question);
  const until = performance.now() + ms + BEGINS_WITHIN_MS;
  for (let seen = Atomics.load(answered, 0); seen !== asked; seen = Atomics.load(answered, 0)) {
    const left = until - performance.now();
    if (left <= 0) throw new Endless('no process to evaluate it began');
    Atomics.wait(answered, 0, seen, left);
  }
  for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port)) {
    const answer = found.message as Answer;
    if (answer.id !== asked) continue;
    if ('json' in answer) return answer.json;
    if ('error' in answer) throw new Error(answer.error);
    throw new Endless(
      answer.exceeded === 'time'
        ? `it did not come to an end within ${ms} ms`
        : `it needed more than ${MEMORY_MB} MB`,
    );
  }
  throw new Error('the answer of the evaluation is lost');
}
