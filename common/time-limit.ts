import { createContext, Script } from 'node:vm';

/** A computation did not come to an end in time. */
export class Endless extends Error {
  override readonly name = 'Endless';
  constructor(message: string) {
    super(message);
  }
}

const guard: { run: () => unknown } = { run: () => undefined };
const guarded = new Script('run()');
const context = createContext(guard);

/** Computes something, and ends what would go on for ever. It must be something that can be stopped anywhere: what reads and changes
 *  nothing but its own values.
 *  @throws Endless */
export function withTimeLimit<T>(ms: number, run: () => T): T {
  guard.run = run;
  try {
    return guarded.runInContext(context, { timeout: ms }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Endless(`it did not come to an end within ${ms} ms`);
  }
}
