import { DAY_MS, MINUTE_MS, offsetAt } from '#api/platform/time.ts';
import { utcOfLocal } from '#api/platform/zone-offsets.ts';

/** Local times as `22:00`; `to` may lie on the next day. Equal times are the whole day. */
export type QuietHours = { from: string; to: string };

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Returns the end of the quiet hours that this moment lies in.
 *  @returns undefined outside quiet hours, and when there are none */
export function quietUntil(now: Date, hours: QuietHours | null): Date | undefined {
  if (!hours) return undefined;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const local = now.getTime() + offsetAt(now.getTime());
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const minute = (local - midnight) / MINUTE_MS;
  const overMidnight = from >= to;
  const quiet = overMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!quiet) return undefined;
  const endsTomorrow = overMidnight && minute >= to;
  return new Date(utcOfLocal(midnight + (endsTomorrow ? DAY_MS : 0) + to * MINUTE_MS, offsetAt));
}
