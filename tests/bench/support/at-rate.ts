import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** Maximum delay with which a Node timer wakes up. */
const TIMER_SLACK_MS = 1.5;

/** Calls a function at a fixed rate for some seconds; overdue calls are made at once.
 *  @param act receives its number from 0 and its due time, by `performance.now()` */
export async function atRate(
  perSecond: number,
  seconds: number,
  act: (index: number, dueAt: number) => void,
): Promise<void> {
  const begun = performance.now();
  const count = Math.round(perSecond * seconds);
  const dueAt = (index: number): number => begun + (index / perSecond) * 1000;
  for (let index = 0; index < count; index += 1) {
    for (let left = dueAt(index) - performance.now(); left > 0; left = dueAt(index) - performance.now())
      await (left > TIMER_SLACK_MS ? pause(left - TIMER_SLACK_MS) : nextTurn());
    act(index, dueAt(index));
  }
}
