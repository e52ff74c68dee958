import { StackProblem } from '#stack/stack-problem.ts';

/** The sentence with which the work was refused. */
export async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StackProblem) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}
