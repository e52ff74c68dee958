/** Runs the check of a guessable secret. A check that finds nothing counts against the caller and against the
 *  code that was tried.
 *  @throws TooManyAttempts, without running the check, once too many found nothing */
export type VerifySecondFactor = <T>(
  code: string | undefined,
  check: () => Promise<T | undefined>,
) => Promise<T | undefined>;
