import { parentPort } from 'node:worker_threads';
import { prepare, type Resource } from '../core/prepare.ts';
import { Rejection } from '../core/rejection.ts';
import type { Read } from './preparing.ts';

/* Reads diagrams and tables beside the thread that runs them. */
parentPort?.on('message', (resource: Resource) => {
  const say = (read: Read): void => parentPort?.postMessage(read);
  prepare(resource).then(
    (prepared) => say({ prepared }),
    (error: Error) =>
      say({
        refused: { code: error instanceof Rejection ? error.code : undefined, message: error.message },
      }),
  );
});
