import type { Problem } from '#common/contract/problem.ts';

/** Something the API refused or could not do. Screens branch on `code`: the API's own codes, or `network` when nothing
 *  was reached and `unexpected` when the answer made no sense. */
export class ProblemError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly problem?: Problem,
    /** Seconds after which another try makes sense, where the server said so. */
    readonly retryAfter?: number,
  ) {
    super(`${code} (${status})`);
  }
}

export const codeOf = (error: unknown): string => (error instanceof ProblemError ? error.code : 'unexpected');
