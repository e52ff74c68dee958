import type { Problem } from '#common/contract/problem.ts';

/** A request that the API refused or could not carry out. Screens branch on `code`: one of the API's codes,
 *  `network` when the server was not reached, or `unexpected` when the response made no sense. */
export class ProblemError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly problem?: Problem,
    /** Seconds to wait before retrying, if the server sent them. */
    readonly retryAfter?: number,
  ) {
    super(`${code} (${status})`);
  }
}

export const codeOf = (error: unknown): string => (error instanceof ProblemError ? error.code : 'unexpected');
