import { utcOfLocal, zoneOffsets } from '../../platform/zone-offsets.ts';

/** When a calendar's office works. `week` has the shifts of seven days, Saturday first, as local times `07:30`; `holidays` are
 *  local dates `2026-03-21`. */
export type WorkingCalendar = {
  zone: string;
  week: readonly (readonly (readonly [string, string])[])[];
  holidays: readonly string[];
};

export type WorkingTime = {
  /** The first moment by which `minutes` of working time have passed since `from`. */
  addMinutes(from: Date, minutes: number): Date;
  /** The end of work on the `days`-th working day after the day of `from`, which itself does not count. */
  addDays(from: Date, days: number): Date;
  /** Working minutes in [from, to). */
  minutesBetween(from: Date, to: Date): number;
};

type Shift = readonly [from: number, to: number];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** 1970-01-01 was a Thursday, the sixth day of a week that begins on Saturday. */
const EPOCH_WEEKDAY = 5;
/** A calendar without work would be searched for ever. */
const MOST_DAYS = 3660;

export class CalendarWithoutWork extends Error {}

/** Prepares a calendar for arithmetic. Days are worked out once each: daylight saving and holidays cost nothing afterwards. */
export function workingTime({ zone, week, holidays }: WorkingCalendar): WorkingTime {
  const offsetAt = zoneOffsets(zone);
  const closed = new Set(holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / DAY));
  const known = new Map<number, readonly Shift[]>();

  const utcOf = (day: number, time: string): number => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return utcOfLocal(day * DAY + (hours * 60 + minutes) * MINUTE, offsetAt);
  };
  const shiftsOf = (day: number): readonly Shift[] => {
    const found = known.get(day);
    if (found) return found;
    const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
    const shifts = closed.has(day)
      ? []
      : (week[weekday] ?? []).map(([from, to]): Shift => [utcOf(day, from), utcOf(day, to)]);
    known.set(day, shifts);
    return shifts;
  };
  const dayOf = (moment: number): number => Math.floor((moment + offsetAt(moment)) / DAY);

  function* daysFrom(first: number): Generator<readonly Shift[]> {
    for (let day = first; day < first + MOST_DAYS; day++) yield shiftsOf(day);
    throw new CalendarWithoutWork(`The calendar of ${zone} has no work within ${MOST_DAYS} days`);
  }

  return {
    addMinutes(from, minutes) {
      let left = minutes * MINUTE;
      for (const shifts of daysFrom(dayOf(from.getTime()))) {
        for (const [opens, closes] of shifts) {
          const start = Math.max(opens, from.getTime());
          if (closes <= start) continue;
          if (left <= closes - start) return new Date(start + left);
          left -= closes - start;
        }
      }
      throw new CalendarWithoutWork();
    },
    addDays(from, days) {
      let left = days;
      for (const shifts of daysFrom(dayOf(from.getTime()) + 1)) {
        const last = shifts.at(-1);
        if (last && --left === 0) return new Date(last[1]);
      }
      throw new CalendarWithoutWork();
    },
    minutesBetween(from, to) {
      let worked = 0;
      for (let day = dayOf(from.getTime()); day <= dayOf(to.getTime()); day++) {
        for (const [opens, closes] of shiftsOf(day)) {
          worked += Math.max(0, Math.min(closes, to.getTime()) - Math.max(opens, from.getTime()));
        }
      }
      return worked / MINUTE;
    },
  };
}
