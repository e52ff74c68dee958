import type { Clock } from '#api/platform/clock.ts';
import { environment } from '../environment.ts';

let offsetMs = 0;

/** Time of the engine under test: real time plus whatever `advanceClock` added. Pass it to the API under
 *  test. */
export const engineClock: Clock = { now: () => new Date(Date.now() + offsetMs) };

/** Advances the engine's clock, and `engineClock` with it. Timers due by then fire. */
export async function advanceClock(ms: number): Promise<void> {
  await askClock('add', { offsetMilli: ms });
}

/** Reads the engine's clock, which an earlier test file may have advanced. Call it once before a file relies
 *  on the clock. */
export const syncClock = (): Promise<void> => askClock('add', { offsetMilli: 0 });

async function askClock(verb: string, body: object): Promise<void> {
  const response = await fetch(`${environment.zeebeManagementUrl}/actuator/clock/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the engine's clock answered ${response.status}`);
  const { epochMilli } = (await response.json()) as { epochMilli: number };
  offsetMs = epochMilli - Date.now();
}
