import { parentPort } from 'node:worker_threads';
import { flattened } from '../core/flat-model.ts';
import { prepare, type Prepared, type Resource } from '../core/prepare.ts';
import { Rejection } from '../core/rejection.ts';
import type { Read, ReadFile } from './preparing.ts';

/* Reads diagrams and tables beside the thread that runs them. */
parentPort?.on('message', (resource: Resource) => {
  const say = (read: Read): void => parentPort?.postMessage(read);
  prepare(resource).then(
    (prepared) => say({ read: withoutReferences(prepared) }),
    (error: Error) =>
      say({
        refused: { code: error instanceof Rejection ? error.code : undefined, message: error.message },
      }),
  );
});

const withoutReferences = (prepared: Prepared): ReadFile =>
  prepared.kind === 'process' ? { ...prepared, model: flattened(prepared.model) } : prepared;
