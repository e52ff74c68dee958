import { Worker } from 'node:worker_threads';
import type { Prepared, Resource } from '../core/prepare.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';

/** A file that takes longer is refused, and the thread that reads it is ended. */
const LONGEST_MS = 30_000;
const MOST_MEMORY_MB = 512;

type Answer = { id: number; prepared?: Prepared; refused?: { code?: RejectionCode; message: string } };
type Waiting = { resolve(prepared: Prepared): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** Reads diagrams and tables in a thread of their own, so that a large one does not stop the engine. */
export type Preparing = {
  /** @throws Rejection that names what is wrong */
  prepare(resource: Resource): Promise<Prepared>;
  close(): Promise<void>;
};

export function createPreparing(): Preparing {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;

  const settle = (id: number, how: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    waiting.delete(id);
    how(one);
  };
  const failAll = (why: string): void => {
    worker = undefined;
    for (const id of [...waiting.keys()])
      settle(id, ({ reject }) => reject(new Rejection('INVALID_ARGUMENT', why)));
  };
  const start = (): Worker => {
    const started = new Worker(new URL('prepare-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    started.unref();
    started.on('message', ({ id, prepared, refused }: Answer) =>
      settle(id, ({ resolve, reject }) => {
        if (prepared) resolve(prepared);
        else reject(errorOf(refused));
      }),
    );
    started.on('error', (error) => failAll(`The resource could not be read: ${error.message}`));
    return started;
  };

  return {
    prepare: (resource) =>
      new Promise((resolve, reject) => {
        const id = (asked += 1);
        const timer = setTimeout(() => {
          void worker?.terminate();
          failAll(`The resource could not be read within ${LONGEST_MS / 1000} seconds`);
        }, LONGEST_MS);
        waiting.set(id, { resolve, reject, timer });
        worker ??= start();
        worker.postMessage({ id, resource });
      }),
    async close() {
      await worker?.terminate();
      failAll('the engine is closing');
    },
  };
}

function errorOf(refused: Answer['refused']): Error {
  const message = refused?.message ?? 'the resource could not be read';
  return refused?.code ? new Rejection(refused.code, message) : new Error(message);
}
