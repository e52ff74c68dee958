import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StackProblem } from './stack-problem.ts';
import type { Child } from './supervise.ts';

/** A component that did not become ready. The message has the tail of its log. */
export class NotReady extends StackProblem {
  override name = 'NotReady';
  /** What happened instead, in a few words that follow the component's name. */
  readonly how: string;

  constructor(child: Child, how: string) {
    super(`${child.name} ${how}: read ${child.logFile}.\n${tail(child.logFile)}`);
    this.how = how;
  }
}

/** Waits until `ready` returns true.
 *  @throws NotReady when the child ends or the time is up */
export async function waitUntilReady(
  child: Child,
  ready: () => Promise<boolean>,
  withinMs: number,
): Promise<void> {
  let ended: string | undefined;
  void child.exited.then((how) => (ended = how));
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (ended) throw new NotReady(child, `ended while starting (${ended})`);
    if (await ready().catch(() => false)) return;
    if (Date.now() > deadline) {
      throw new NotReady(child, `was not ready after ${Math.round(withinMs / 1000)} s`);
    }
    await pause(100);
  }
}

/** Returns true when an address answers with a 2xx status. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}
