import { worker, workerEmit } from 'workerpool';

/** Offers functions to the process that opened this thread with `openThreads`. */
export const offer = (functions: Record<string, (...input: never[]) => unknown>): void =>
  worker(
    Object.fromEntries(
      Object.entries(functions).map(([name, run]) => [
        name,
        (...input: never[]) => {
          workerEmit('begun');
          return run(...input);
        },
      ]),
    ),
  );
