import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChildMessage, ChildRequest } from './child-process.ts';

type Functions = Record<string, (...input: never[]) => unknown>;

/** The same functions, executed in another process; arguments and results are copied. */
export type AsyncFunctions<F extends Functions> = {
  [Name in keyof F]: (...input: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
};

/** A function exceeded its time or memory, and its process was ended. */
export class ChildLimitExceeded extends Error {
  override readonly name = 'ChildLimitExceeded';
  readonly exceeded: 'time' | 'memory';
  /** Milliseconds or megabytes. */
  readonly limit: number;
  constructor(exceeded: 'time' | 'memory', limit: number) {
    super(exceeded === 'time' ? `it took longer than ${limit / 1000} s` : `it needed more than ${limit} MB`);
    this.exceeded = exceeded;
    this.limit = limit;
  }
}

/** Too many calls wait for the process already. */
export class ChildQueueFull extends Error {
  override readonly name = 'ChildQueueFull';
}

type Settings<F extends Functions> = {
  /** The module that offers the functions with `serveFunctions` of `child-process.ts`. */
  script: URL;
  /** Time limit of each function in ms, from the moment the process starts it. */
  longestMs: Record<keyof F & string, number>;
  /** Memory limit of the process, in megabytes. */
  memoryMb: number;
  /** Maximum number of waiting calls. */
  mostWaiting?: number;
  /** How long a call waits for the process to start it. */
  waitMs?: number;
};

type Call = {
  question: ChildRequest;
  ms: number;
  hasBegun: boolean;
  isLate: boolean;
  timer: NodeJS.Timeout | undefined;
  resolve(result: unknown): void;
  reject(error: Error): void;
};

/** Opens a child process for work that may not terminate, one call after the other. Each call has a time and
 *  a memory limit; if it exceeds them, its process is ended, and the next call gets a new one. It is not a
 *  thread, because a single value larger than a thread's memory would end everything. The process starts at
 *  the first call. The functions throw ChildLimitExceeded, ChildQueueFull, or an error with the message of
 *  the original one. */
export function openChildProcess<F extends Functions>({
  script,
  longestMs,
  memoryMb,
  mostWaiting = Infinity,
  waitMs = Infinity,
}: Settings<F>): AsyncFunctions<F> & { close(): Promise<void> } {
  const waiting: Call[] = [];
  let underWay: Call | undefined;
  let child: ChildProcess | undefined;
  let isReady = false;
  let asked = 0;
  let closed = false;

  function start(): ChildProcess {
    const started = fork(fileURLToPath(script), [], {
      env: {},
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${memoryMb}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', hear);
    started.once('exit', ended);
    // A process that could not be started has no exit event; a message that no longer finds its process is
    // followed by one.
    started.on('error', () => started.pid === undefined && ended());
    return started;
  }

  function ended(): void {
    child = undefined;
    isReady = false;
    const call = underWay;
    if (call) settle(() => call.reject(whyEnded(call)));
  }

  const whyEnded = ({ hasBegun, isLate, ms }: Call): Error => {
    if (!hasBegun) return isLate ? new ChildQueueFull() : new Error('the process ended before it began');
    return isLate ? new ChildLimitExceeded('time', ms) : new ChildLimitExceeded('memory', memoryMb);
  };

  function next(): void {
    if (closed || underWay || waiting.length === 0) return;
    underWay = waiting.shift();
    child ??= start();
    if (isReady) child.send((underWay as Call).question);
  }

  function settle(how: () => void): void {
    clearTimeout(underWay?.timer);
    underWay = undefined;
    how();
    next();
  }

  function hear(said: ChildMessage): void {
    if (said.kind === 'ready') {
      isReady = true;
      if (underWay) child?.send(underWay.question);
      return;
    }
    const call = underWay;
    if (!call || said.id !== call.question.id) return;
    if (said.kind === 'begun') {
      clearTimeout(call.timer);
      call.hasBegun = true;
      call.timer = setTimeout(() => end(call), call.ms);
    } else if (said.kind === 'done') settle(() => call.resolve(said.result));
    else if (said.kind === 'failed') settle(() => call.reject(new Error(said.message)));
    else settle(() => call.reject(new ChildLimitExceeded('memory', memoryMb)));
  }

  /** Ends the process, and the call with it. */
  function end(call: Call): void {
    call.isLate = true;
    child?.kill('SIGKILL');
  }

  const run = (name: string, ms: number, input: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) throw new Error('the process is closed');
      if (waiting.length >= mostWaiting) throw new ChildQueueFull();
      asked += 1;
      const question = { id: asked, name, input };
      const call: Call = { question, ms, hasBegun: false, isLate: false, timer: undefined, resolve, reject };
      if (Number.isFinite(waitMs)) call.timer = setTimeout(() => giveUp(call), waitMs);
      waiting.push(call);
      next();
    });

  /** Gives up a call that the process has not started in time. */
  function giveUp(call: Call): void {
    if (call === underWay) return end(call);
    waiting.splice(waiting.indexOf(call), 1);
    call.reject(new ChildQueueFull());
  }

  const functions = Object.fromEntries(
    Object.entries(longestMs).map(([name, ms]) => [name, (...input: unknown[]) => run(name, ms, input)]),
  ) as unknown as AsyncFunctions<F>;
  return {
    ...functions,
    async close(): Promise<void> {
      closed = true;
      for (const call of [underWay, ...waiting.splice(0)]) {
        clearTimeout(call?.timer);
        call?.reject(new Error('the process is closed'));
      }
      underWay = undefined;
      const running = child;
      if (!running) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
  };
}
