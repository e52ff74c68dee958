import { fileURLToPath } from 'node:url';
import { pool as openPool } from 'workerpool';

type Functions = Record<string, (...input: never[]) => unknown>;

/** The same functions, carried out elsewhere; what goes in and comes out is copied. */
export type InThreads<F extends Functions> = {
  [Name in keyof F]: (...input: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
};

/** A function needed more time or memory than it may have, and its thread was ended. */
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

/** Too much waits for a thread already. */
export class NoThreadFree extends Error {
  override readonly name = 'NoThreadFree';
}

type Settings<F extends Functions> = {
  /** The module that offers the functions, by `offer` of `thread.ts`. */
  script: URL;
  /** How long each function may take, in milliseconds, from the moment a thread begins with it. */
  longestMs: Record<keyof F & string, number>;
  /** Threads at once; the first starts at the first call, and each stays. */
  threads: number;
  /** Megabytes that a thread may keep. */
  memoryMb: number;
  /** Calls that may wait. */
  mostWaiting?: number;
  /** How long a call waits for a thread to begin with it. */
  waitMs?: number;
};

/** Milliseconds between asking a thread to end and ending it. */
const GRACE_MS = 50;

/** Threads for work that may not come to an end: each call has its time and memory, and a thread that exceeds them is ended, not the
 *  process. The functions throw Ended, NoThreadFree, or an error with the message of what they threw in the thread. */
export function openThreads<F extends Functions>({
  script,
  longestMs,
  threads,
  memoryMb,
  mostWaiting = Infinity,
  waitMs = Infinity,
}: Settings<F>): InThreads<F> & { close(): Promise<void> } {
  const pool = openPool(fileURLToPath(script), {
    workerType: 'thread',
    maxWorkers: threads,
    maxQueueSize: mostWaiting,
    workerTerminateTimeout: GRACE_MS,
    workerThreadOpts: { env: {}, resourceLimits: { maxOldGenerationSizeMb: memoryMb } },
  });

  let closed = false;

  async function call(name: string, ms: number, input: unknown[]): Promise<unknown> {
    if (pool.stats().pendingTasks >= mostWaiting) throw new NoThreadFree();
    let why: Error = new NoThreadFree();
    let timer = Number.isFinite(waitMs) ? setTimeout(() => running.cancel(), waitMs) : undefined;
    const begin = (): void => {
      clearTimeout(timer);
      why = new Ended('time', ms);
      timer = setTimeout(() => running.cancel(), ms);
    };
    const running = pool.exec(name, input, { on: begin });
    try {
      return await running;
    } catch (error) {
      if (closed) throw new Error('the threads are closed');
      if ((error as Error).name === 'CancellationError') throw why;
      if (codeOf((error as Error).cause) === 'ERR_WORKER_OUT_OF_MEMORY') throw new Ended('memory', memoryMb);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  const functions = Object.fromEntries(
    Object.entries(longestMs).map(([name, ms]) => [name, (...input: unknown[]) => call(name, ms, input)]),
  ) as unknown as InThreads<F>;
  return {
    ...functions,
    async close(): Promise<void> {
      closed = true;
      await pool.terminate(true);
    },
  };
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;
