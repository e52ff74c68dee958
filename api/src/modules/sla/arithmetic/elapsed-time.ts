import type { Segment, SlaClock } from './sla-clock.ts';
import { concatShifts, type Shifts, type WorkingTime, workingTimeOf } from './working-time.ts';

/** Finds a version of a calendar, ready for arithmetic. */
export type ShiftsLookup = (calendar: string, version: number) => Shifts;

/** Returns the working time of a clock: by the calendar of each of its segments, and by the last one's after
 *  them. */
export function workingTimeOfClock(
  { segments }: Pick<SlaClock, 'segments'>,
  shiftsOf: ShiftsLookup,
): WorkingTime {
  const pieces = segments.filter(({ calendar, calendarVersion }, place) => {
    const before = segments[place - 1];
    return before?.calendar !== calendar || before.calendarVersion !== calendarVersion;
  });
  return workingTimeOf(
    concatShifts(
      pieces.map(({ from, calendar, calendarVersion }) => ({
        from,
        shifts: shiftsOf(calendar, calendarVersion),
      })),
    ),
  );
}

const minutesIn = (
  clock: Pick<SlaClock, 'segments'>,
  state: Segment['state'],
  time: WorkingTime,
  at: Date,
): number =>
  clock.segments
    .filter((segment) => segment.state === state)
    .reduce((sum, { from, to }) => sum + time.minutesBetween(from, to === null || to > at ? at : to), 0);

/** Working minutes elapsed up to `at`: the time that counts against the target. */
export const netMinutes = (clock: Pick<SlaClock, 'segments'>, time: WorkingTime, at: Date): number =>
  minutesIn(clock, 'running', time, at);

/** Working minutes paused up to `at`. Gross time is net plus paused time. */
export const pausedMinutes = (clock: Pick<SlaClock, 'segments'>, time: WorkingTime, at: Date): number =>
  minutesIn(clock, 'paused', time, at);

/** Target in working minutes. A target in days ends with the work of its last day, as a citizen would
 *  count. */
export const targetMinutes = (
  { amount, unit, startedAt }: Pick<SlaClock, 'amount' | 'unit' | 'startedAt'>,
  time: WorkingTime,
): number =>
  unit === 'hours' ? amount * 60 : time.minutesBetween(startedAt, time.addDays(startedAt, amount));

/** Returns the moment by which this many working minutes have elapsed: in one of the segments, or after the
 *  last one if the clock ran on from there. A paused clock is treated as if it resumed at once. */
export function momentAfterMinutes(
  clock: Pick<SlaClock, 'segments'>,
  minutes: number,
  time: WorkingTime,
): Date {
  let left = minutes;
  for (const { from, to, state } of clock.segments) {
    if (state === 'paused') continue;
    const worked = to === null ? Infinity : time.minutesBetween(from, to);
    if (left <= worked) return time.addMinutes(from, left);
    left -= worked;
  }
  return time.addMinutes(resumedFrom(clock.segments), left);
}

/** Moment from which a clock that is not running would run on: the beginning of its pause, or its end. */
function resumedFrom(segments: readonly Segment[]): Date {
  const last = segments.at(-1);
  if (last?.to) return last.to;
  const pause = segments[segments.findLastIndex(({ state }) => state === 'running') + 1];
  return pause?.from ?? new Date(Number.NaN);
}
