/** A problem that the user can solve: one sentence that says what to do, and exit code 1. */
export class StackProblem extends Error {
  override name = 'StackProblem';
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? codeOf(error.cause)) : undefined;

/** Turns an error of the operating system into a sentence; unknown errors stay as they are. */
export function asStackProblem(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
      return new StackProblem(
        `The disk that holds ${folder} is full: free some space there and run the command again.`,
      );
    case 'EACCES':
    case 'EROFS':
      return new StackProblem(
        `${(error as Error).message}: give yourself write access to it and run the command again.`,
      );
    default:
      return error;
  }
}
