import { parentPort } from 'node:worker_threads';
import { prepare, type Resource } from '../core/prepare.ts';
import { Rejection } from '../core/rejection.ts';

/* Reads diagrams and tables beside the thread that runs them. */
parentPort?.on('message', ({ id, resource }: { id: number; resource: Resource }) => {
  prepare(resource).then(
    (prepared) => parentPort?.postMessage({ id, prepared }),
    (error: unknown) => {
      const { message } = error as Error;
      const code = error instanceof Rejection ? error.code : undefined;
      parentPort?.postMessage({ id, refused: { code, message } });
    },
  );
});
