import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';

/** Messages to and from a child process: a call; ready, begun, and the outcome of a call. */
export type ChildRequest = { id: number; name: string; input: unknown[] };
export type ChildMessage =
  | { kind: 'ready' }
  | { kind: 'begun'; id: number }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'too-long'; id: number };

/** Maximum bytes of a result: the process that reads it has no memory limit. */
const MAX_RESULT_BYTES = 16 * 1024 * 1024;

/** Offers functions to the process that opened this one with `openChildProcess`. */
export function serveFunctions(functions: Record<string, (...input: never[]) => unknown>): void {
  const say = (said: ChildMessage): void => void process.send?.(said);
  endWithParent();
  process.on('message', async ({ id, name, input }: ChildRequest) => {
    say({ kind: 'begun', id });
    try {
      const result = await functions[name]?.(...(input as never[]));
      const tooLong = serialize(result).byteLength > MAX_RESULT_BYTES;
      say(tooLong ? { kind: 'too-long', id } : { kind: 'done', id, result });
    } catch (error) {
      say({ kind: 'failed', id, message: (error as Error).message });
    }
  });
  say({ kind: 'ready' });
}

/** Ends the process when its parent is gone, even during an endless computation: it checks from a thread. */
export function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), 1000)`;
  new Worker(watch, { eval: true, env: {}, stdout: true, stderr: true }).unref();
}
