import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** A timer of Node wakes up to so much late. */
const TIMER_SLACK_MS = 1.5;

/** Does something so many times a second, for some seconds; what is late is made up for at once.
 *  @param act is told its number from 0 and the moment it was due, by `performance.now()` */
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
