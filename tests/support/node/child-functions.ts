import { serveFunctions } from '#common/node/child-process.ts';

/* Functions that the tests' child process offers. */
const functions = {
  add: (first: unknown, second: unknown): unknown[] => [first, second],
  lines: (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`.repeat(100)),
  never: (): void => {
    for (;;);
  },
  process: (): number => process.pid,
  textOf: (length: number): string => Buffer.from('x'.repeat(length)).toString(),
};

export type ChildFunctions = typeof functions;

serveFunctions(functions);
