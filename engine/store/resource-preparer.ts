import { ChildLimitExceeded, openChildProcess } from '#common/node/open-child-process.ts';
import { unflattenModel } from '../core/flat-model.ts';
import type { Prepared, Resource } from '../core/prepare.ts';
import { Rejection } from '../core/rejection.ts';
import type { PrepareFunctions, ReadFile } from './prepare-worker.ts';

/** A file that takes longer is refused, and the process that reads it is killed. */
const TIMEOUT_MS = 30_000;
const MAX_MEMORY_MB = 512;

/** Reads diagrams and tables in a process of its own, so that a large one does not stop the engine. It reads
 *  one after the other, so that none is refused for the time that another takes. */
export type ResourcePreparer = {
  /** @throws Rejection that names the error */
  prepare(resource: Resource): Promise<Prepared>;
  close(): Promise<void>;
};

export function createResourcePreparer({
  longestMs = TIMEOUT_MS,
}: { longestMs?: number } = {}): ResourcePreparer {
  const reader = openChildProcess<PrepareFunctions>({
    script: new URL('prepare-worker.mjs', import.meta.url),
    longestMs: { read: longestMs },
    memoryMb: MAX_MEMORY_MB,
  });
  return {
    async prepare(resource) {
      const said = await reader.read(resource).catch((error: Error) => {
        if (!(error instanceof ChildLimitExceeded)) throw error;
        throw new Rejection('INVALID_ARGUMENT', `Expected to read '${resource.name}', but ${error.message}`);
      });
      if ('refused' in said) throw new Rejection(said.refused.code, said.refused.message);
      return withReferences(said.read);
    },
    close: reader.close,
  };
}

const withReferences = (read: ReadFile): Prepared =>
  read.kind === 'process' ? { ...read, model: unflattenModel(read.model) } : read;
