import { serveFunctions } from '#common/node/child-process.ts';
import { type FlatModel, flattenModel } from '../core/flat-model.ts';
import { prepare, type PreparedDecisions, type PreparedProcess, type Resource } from '../core/prepare.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';

/** Result for a file: what was read, or why it is refused. */
export type Read = { read: ReadFile } | { refused: { code: RejectionCode; message: string } };

export type ReadFile = (Omit<PreparedProcess, 'model'> & { model: FlatModel }) | PreparedDecisions;

/* Reads diagrams and tables outside the process that runs them. */
const functions = {
  async read(resource: Resource): Promise<Read> {
    try {
      const prepared = await prepare(resource);
      return {
        read: prepared.kind === 'process' ? { ...prepared, model: flattenModel(prepared.model) } : prepared,
      };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { refused: { code: error.code, message: error.message } };
    }
  },
};

export type PrepareFunctions = typeof functions;

serveFunctions(functions);
