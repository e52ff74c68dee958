import { setTimeout as pause } from 'node:timers/promises';

/** Does something so many times a second, for some seconds; what is late is made up for at once. */
export async function atPace(
  perSecond: number,
  seconds: number,
  act: (index: number) => void,
): Promise<void> {
  const begun = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let done = 0; done < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - begun) / 1000) * perSecond) + 1);
    for (; done < due; done += 1) act(done);
    await pause(1);
  }
}
