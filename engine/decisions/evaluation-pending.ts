/** The running command needs the value of an expression that is still being evaluated in another process. Its
 *  changes are dropped; it runs again once the answer is there. */
export class EvaluationPending extends Error {
  override readonly name = 'EvaluationPending';
  readonly answered: Promise<void>;
  constructor(answered: Promise<void>) {
    super('not evaluated yet');
    this.answered = answered;
  }
}

/** Returns why an expression could not be evaluated.
 *  @throws EvaluationPending when that is not known yet */
export function evaluationError(error: unknown): string {
  if (error instanceof EvaluationPending) throw error;
  return (error as Error).message;
}
