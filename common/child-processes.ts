import { fileURLToPath } from 'node:url';
import { pool as openPool, TerminateError } from 'workerpool';
import { RESULT_TOO_LONG } from './child-process.ts';

type Functions = Record<string, (...input: never[]) => unknown>;

/** The same functions, carried out elsewhere; what goes in and comes out is copied. */
export type InChildProcess<F extends Functions> = {
  [Name in keyof F]: (...input: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
};

/** A function needed more time or memory than it may have, and its process was ended. */
export class Ended extends Error {
  override readonly name = 'Ended';
  readonly exceeded: 'time' | 'memory';
  /** Milliseconds or megabytes. */
  readonly limit: number;
  constructor(exceeded: 'time' | 'memory', limit: number) {
    super(exceeded === 'time' ? `it took longer than ${limit / 1000} s` : `it needed more than ${limit} MB`);
    this.exceeded = exceeded;
    this.limit = limit;
  }
}

/** Too much waits for a process already. */
export class NoneFree extends Error {
  override readonly name = 'NoneFree';
}

type Settings<F extends Functions> = {
  /** The module that offers the functions, by `offer` of `child-process.ts`. */
  script: URL;
  /** How long each function may take, in milliseconds, from the moment a process begins with it. */
  longestMs: Record<keyof F & string, number>;
  /** Processes at once; the first starts at the first call, and each stays. */
  processes: number;
  /** Megabytes that a process may keep. */
  memoryMb: number;
  /** Calls that may wait. */
  mostWaiting?: number;
  /** How long a call waits for a process to begin with it. */
  waitMs?: number;
};

/** Milliseconds between asking a process to end and ending it. */
const GRACE_MS = 50;

/** Child processes for work that may not come to an end: each call has its time and memory, and a process that exceeds them is ended. They
 *  are no threads, because a single value that is larger than the memory of a thread ends everything with it. The functions throw Ended,
 *  NoneFree, or an error with the message of what they threw in the process. */
export function openChildProcesses<F extends Functions>({
  script,
  longestMs,
  processes,
  memoryMb,
  mostWaiting = Infinity,
  waitMs = Infinity,
}: Settings<F>): InChildProcess<F> & { close(): Promise<void> } {
  const pool = openPool(fileURLToPath(script), {
    workerType: 'process',
    maxWorkers: processes,
    maxQueueSize: mostWaiting,
    workerTerminateTimeout: GRACE_MS,
    emitStdStreams: true,
    forkOpts: { env: {}, serialization: 'advanced', execArgv: [`--max-old-space-size=${memoryMb}`] },
  });

  let closed = false;

  async function call(name: string, ms: number, input: unknown[]): Promise<unknown> {
    if (pool.stats().pendingTasks >= mostWaiting) throw new NoneFree();
    let why: Error = new NoneFree();
    let hasBegun = false;
    let timer = Number.isFinite(waitMs) ? setTimeout(() => running.cancel(), waitMs) : undefined;
    const on = (said: unknown): void => {
      if (said !== 'begun') return;
      clearTimeout(timer);
      hasBegun = true;
      why = new Ended('time', ms);
      timer = setTimeout(() => running.cancel(), ms);
    };
    const running = pool.exec(name, input, { on });
    try {
      return await running;
    } catch (error) {
      if (closed) throw new Error('the processes are closed');
      const { name: kind, code } = error as NodeJS.ErrnoException;
      if (kind === 'CancellationError') throw why;
      if ((hasBegun && error instanceof TerminateError) || code === RESULT_TOO_LONG)
        throw new Ended('memory', memoryMb);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  const functions = Object.fromEntries(
    Object.entries(longestMs).map(([name, ms]) => [name, (...input: unknown[]) => call(name, ms, input)]),
  ) as unknown as InChildProcess<F>;
  return {
    ...functions,
    async close(): Promise<void> {
      closed = true;
      await pool.terminate(true);
    },
  };
}
