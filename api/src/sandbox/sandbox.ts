import {
  type AsyncFunctions,
  ChildLimitExceeded,
  ChildQueueFull,
  openChildProcess,
} from '#common/node/open-child-process.ts';
import { Unavailable } from '../http/http.errors.ts';
import type { SandboxFunctions } from './functions.ts';
import { SandboxLimitExceeded } from './sandbox.errors.ts';

/** Functions that read and evaluate user-written files. Each throws SandboxLimitExceeded, Unavailable, or an
 *  error with the message of the original one. */
export type Sandbox = AsyncFunctions<SandboxFunctions>;

type Limits = Partial<Record<keyof SandboxFunctions, number>>;

/** Limits in ms for calls that people wait for while they draw. */
const READING_LIMITS_MS = {
  importFile: 4_000,
  authoringView: 10_000,
  plainDiagram: 4_000,
  parsingFindings: 2_000,
  readModel: 4_000,
  readActivationTargets: 4_000,
} satisfies Limits;

/** Limits in ms for calls that evaluate, compare or go through many files. */
const CHECKING_LIMITS_MS = {
  changedPaths: 10_000,
  comparableTables: 2_000,
  copyDecisions: 4_000,
  factsOfFile: 2_000,
  factsOfFiles: 20_000,
  formErrors: 2_000,
  lintFile: 10_000,
  lintTables: 2_000,
  ruleDescriptions: 2_000,
  sampleForm: 2_000,
  scratchCopy: 10_000,
  summarizeChanges: 20_000,
} satisfies Limits;

const MEMORY_MB = 256;
const MAX_QUEUED = 100;
const QUEUE_TIMEOUT_MS = 20_000;

/** Opens the child processes in which all user-written content is read and evaluated: diagrams, tables, forms
 *  and their expressions. A call that takes too much time or memory ends with its process, without affecting
 *  anybody else. Checks have a process of their own, so that they do not hold up people who draw. The
 *  processes start on first use. */
export function openSandbox(): Sandbox & { close(): Promise<void> } {
  const open = <Own extends Limits>(longestMs: Own) =>
    openChildProcess<Pick<SandboxFunctions, keyof Own & keyof SandboxFunctions>>({
      script: new URL('child.mjs', import.meta.url),
      longestMs: longestMs as never,
      memoryMb: MEMORY_MB,
      mostWaiting: MAX_QUEUED,
      waitMs: QUEUE_TIMEOUT_MS,
    });
  const { close: closeReading, ...reading } = open(READING_LIMITS_MS);
  const { close: closeChecking, ...checking } = open(CHECKING_LIMITS_MS);
  return {
    ...asProblems({ ...reading, ...checking }),
    close: async () => void (await Promise.all([closeReading(), closeChecking()])),
  };
}

/** Wraps the functions so that their errors become problems of the HTTP layer. */
const asProblems = <F extends Record<string, (...input: never[]) => Promise<unknown>>>(functions: F): F =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      (...input: never[]) =>
        run(...input).catch((error: unknown) => {
          if (error instanceof ChildQueueFull)
            throw new Unavailable('too many files are being read at the moment');
          if (!(error instanceof ChildLimitExceeded)) throw error;
          const { message, exceeded, limit } = error;
          throw new SandboxLimitExceeded(message, { exceeded, limit });
        }),
    ]),
  ) as F;
