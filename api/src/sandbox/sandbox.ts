import { Ended, NotFree, openChildProcess, type InChildProcess } from '#common/node/open-child-process.ts';
import { Unavailable } from '../http/http.errors.ts';
import type { SandboxFunctions } from './functions.ts';
import { DidNotEnd } from './sandbox.errors.ts';

/** The functions that read and evaluate what people write. Each throws DidNotEnd, Unavailable, or an error with the message of what
 *  it threw. */
export type Sandbox = InChildProcess<SandboxFunctions>;

type Limits = Partial<Record<keyof SandboxFunctions, number>>;

/** Milliseconds for what people wait for while they draw. */
const READING = {
  importFile: 4_000,
  modellingView: 10_000,
  plainDiagram: 4_000,
  readingFindings: 2_000,
  readModel: 4_000,
  readTargets: 4_000,
} satisfies Limits;

/** Milliseconds for what evaluates, compares or goes through many files. */
const CHECKING = {
  changedWays: 10_000,
  comparableTables: 2_000,
  copyDecisions: 4_000,
  factsOfFile: 2_000,
  factsOfFiles: 20_000,
  formErrors: 2_000,
  lintFile: 10_000,
  lintTables: 2_000,
  ruleWords: 2_000,
  sampleForm: 2_000,
  scratchCopy: 10_000,
  whatChanged: 20_000,
} satisfies Limits;

const MEMORY_MB = 256;
const MOST_WAITING = 100;
const WAIT_MS = 20_000;

/** Processes in which everything is read and evaluated that people write: diagrams, tables, forms and their expressions. What takes too
 *  much time or memory ends with its process, and nobody else notices. Checks have a process of their own, so that they do not hold up
 *  those who draw. The processes start when they are first needed. */
export function openSandbox(): Sandbox & { close(): Promise<void> } {
  const open = <Own extends Limits>(longestMs: Own) =>
    openChildProcess<Pick<SandboxFunctions, keyof Own & keyof SandboxFunctions>>({
      script: new URL('child.mjs', import.meta.url),
      longestMs: longestMs as never,
      memoryMb: MEMORY_MB,
      mostWaiting: MOST_WAITING,
      waitMs: WAIT_MS,
    });
  const { close: closeReading, ...reading } = open(READING);
  const { close: closeChecking, ...checking } = open(CHECKING);
  return {
    ...asProblems({ ...reading, ...checking }),
    close: async () => void (await Promise.all([closeReading(), closeChecking()])),
  };
}

/** The same functions, throwing what the edge knows. */
const asProblems = <F extends Record<string, (...input: never[]) => Promise<unknown>>>(functions: F): F =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      (...input: never[]) =>
        run(...input).catch((error: unknown) => {
          if (error instanceof NotFree) throw new Unavailable('too many files are being read at the moment');
          if (!(error instanceof Ended)) throw error;
          const { message, exceeded, limit } = error;
          throw new DidNotEnd(message, { exceeded, limit });
        }),
    ]),
  ) as F;
