import { Worker } from 'node:worker_threads';
import { linked, type FlatModel } from '../core/flat-model.ts';
import type { Prepared, PreparedDecisions, PreparedProcess, Resource } from '../core/prepare.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';

/** A file that takes longer is refused, and the thread that reads it is ended. */
const LONGEST_MS = 30_000;
const MOST_MEMORY_MB = 512;

/** What the thread says about a file: it read it, or why not. */
export type Read = { read: ReadFile } | { refused: { code: RejectionCode | undefined; message: string } };

export type ReadFile = (Omit<PreparedProcess, 'model'> & { model: FlatModel }) | PreparedDecisions;

type Asked = { resource: Resource; resolve(prepared: Prepared): void; reject(error: Error): void };

/** Reads diagrams and tables in a thread of their own, so that a large one does not stop the engine; one after the other, so that none
 *  is refused for the time that another takes. */
export type Preparing = {
  /** @throws Rejection that names what is wrong */
  prepare(resource: Resource): Promise<Prepared>;
  close(): Promise<void>;
};

export function createPreparing({ longestMs = LONGEST_MS }: { longestMs?: number } = {}): Preparing {
  const queue: Asked[] = [];
  let current: Asked | undefined;
  let thread: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const start = (): Worker => {
    const started = new Worker(new URL('prepare-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    started.unref();
    started.on('message', (read: Read) => {
      if (thread === started) finish((one) => answer(one, read));
    });
    started.on('error', ({ message }) => {
      if (thread === started) giveUp(message);
    });
    return started;
  };

  function next(): void {
    if (current || closed) return;
    current = queue.shift();
    if (!current) return;
    timer = setTimeout(() => giveUp(`it took longer than ${longestMs / 1000} seconds`), longestMs);
    thread ??= start();
    thread.postMessage(current.resource);
  }

  function finish(how: (one: Asked) => void): void {
    clearTimeout(timer);
    const one = current;
    current = undefined;
    if (one) how(one);
    next();
  }

  /** The file is refused, and the thread is of no more use. */
  function giveUp(why: string): void {
    void thread?.terminate();
    thread = undefined;
    finish(({ resource, reject }) =>
      reject(new Rejection('INVALID_ARGUMENT', `Expected to read '${resource.name}', but ${why}`)),
    );
  }

  return {
    prepare: (resource) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closing());
        queue.push({ resource, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      const waiting = queue.splice(0);
      finish(({ reject }) => reject(closing()));
      for (const { reject } of waiting) reject(closing());
      await thread?.terminate();
    },
  };
}

const closing = (): Error => new Error('the engine is closing');

function answer({ resolve, reject }: Asked, said: Read): void {
  if ('read' in said) return resolve(withReferences(said.read));
  const { code, message } = said.refused;
  reject(code ? new Rejection(code, message) : new Error(message));
}

const withReferences = (read: ReadFile): Prepared =>
  read.kind === 'process' ? { ...read, model: linked(read.model) } : read;
