import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { worker, workerEmit } from 'workerpool';

export const RESULT_TOO_LONG = 'ERR_RESULT_TOO_LONG';

/** Bytes of a result: who reads it has no limit of memory. */
const LONGEST_RESULT = 16 * 1024 * 1024;

/** Offers functions to the process that opened this one with `openChildProcesses`. */
export function offer(functions: Record<string, (...input: never[]) => unknown>): void {
  endWithParent();
  worker(
    Object.fromEntries(
      Object.entries(functions).map(([name, run]) => [
        name,
        async (...input: never[]) => {
          workerEmit('begun');
          const result = await run(...input);
          if (serialize(result).byteLength > LONGEST_RESULT)
            throw Object.assign(new Error('the result is too long'), { code: RESULT_TOO_LONG });
          return result;
        },
      ]),
    ),
  );
}

/** Ends the process when the one that opened it is gone, also in the middle of something that never ends: from a thread. */
export function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), 1000)`;
  new Worker(watch, { eval: true, env: {}, stdout: true, stderr: true }).unref();
}
