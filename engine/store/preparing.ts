import { Ended, openChildProcess } from '#common/node/open-child-process.ts';
import { linked } from '../core/flat-model.ts';
import type { Prepared, Resource } from '../core/prepare.ts';
import { Rejection } from '../core/rejection.ts';
import type { PrepareFunctions, ReadFile } from './prepare-worker.ts';

/** A file that takes longer is refused, and the process that reads it is ended. */
const LONGEST_MS = 30_000;
const MOST_MEMORY_MB = 512;

/** Reads diagrams and tables in a process of their own, so that a large one does not stop the engine; one after the other, so that none
 *  is refused for the time that another takes. */
export type Preparing = {
  /** @throws Rejection that names what is wrong */
  prepare(resource: Resource): Promise<Prepared>;
  close(): Promise<void>;
};

export function createPreparing({ longestMs = LONGEST_MS }: { longestMs?: number } = {}): Preparing {
  const reader = openChildProcess<PrepareFunctions>({
    script: new URL('prepare-worker.mjs', import.meta.url),
    longestMs: { read: longestMs },
    memoryMb: MOST_MEMORY_MB,
  });
  return {
    async prepare(resource) {
      const said = await reader.read(resource).catch((error: Error) => {
        if (!(error instanceof Ended)) throw error;
        throw new Rejection('INVALID_ARGUMENT', `Expected to read '${resource.name}', but ${error.message}`);
      });
      if ('refused' in said) throw new Rejection(said.refused.code, said.refused.message);
      return withReferences(said.read);
    },
    close: reader.close,
  };
}

const withReferences = (read: ReadFile): Prepared =>
  read.kind === 'process' ? { ...read, model: linked(read.model) } : read;
