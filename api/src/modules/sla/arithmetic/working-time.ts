import { DAY_MS, MINUTE_MS } from '#api/platform/time.ts';
import { utcOfLocal, zoneOffsets } from '#api/platform/zone-offsets.ts';
import { NotComputable } from '../clock-quarantine.ts';

/** A day off, or closed hours of a day (`from` up to `to`, local; to the beginning or end of the day where
 *  one is missing). */
export type Closure = { date: string; from?: string; to?: string; reason: string };

/** Working hours of an office. `week` has the shifts of seven days, Saturday first, as local times `07:30`;
 *  `holidays` are local dates `2026-03-21`. */
export type WorkingCalendar = {
  zone: string;
  week: readonly (readonly (readonly [string, string])[])[];
  holidays: readonly string[];
  closures?: readonly Closure[];
};

/** Stretch of work: UTC milliseconds, and the local day (days since 1970) that it belongs to. */
export type Shift = { day: number; opens: number; closes: number };

/** Working time as a sequence: every shift that ends after a moment, in order, for a century. `after` throws
 *  CalendarWithoutWork when nobody works for years, TimeOutOfReach when it is asked for more. */
export type Shifts = {
  dayOf(moment: number): number;
  after(moment: number): Iterable<Shift>;
};

export type WorkingTime = {
  /** Returns the first moment by which `minutes` of working time have passed since `from`. */
  addMinutes(from: Date, minutes: number): Date;
  /** Returns the end of work on the `days`-th working day after the day of `from`, which itself does not
   *  count. */
  addDays(from: Date, days: number): Date;
  /** Counts the working minutes in [from, to). */
  minutesBetween(from: Date, to: Date): number;
};

type Hours = readonly [from: number, to: number];

/** 1970-01-01 was a Thursday, the sixth day of a week that begins on Saturday. */
const EPOCH_WEEKDAY = 5;
/** Limit for the search: a calendar without work would be searched for ever. */
const MAX_DAYS_WITHOUT_WORK = 3660;
/** A century: no promise and no wait takes as long. */
const MAX_DAYS = 36_600;

export class CalendarWithoutWork extends NotComputable {}

/** Thrown when counting the working time would take for ever. */
export class TimeOutOfReach extends NotComputable {}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

const msOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
};

/** Prepares a calendar for arithmetic. Each day is computed once: daylight saving and holidays cost nothing
 *  afterwards. */
export function shiftsOf({ zone, week, holidays, closures = [] }: WorkingCalendar): Shifts {
  const offsetAt = zoneOffsets(zone);
  const closed = new Set(holidays.map(dayNumber));
  const partly = new Map<number, Hours[]>();
  for (const { date, from, to } of closures) {
    const hours: Hours = [from === undefined ? 0 : msOf(from), to === undefined ? DAY_MS : msOf(to)];
    partly.set(dayNumber(date), [...(partly.get(dayNumber(date)) ?? []), hours]);
  }
  const known = new Map<number, readonly Shift[]>();

  const workOn = (day: number): readonly Shift[] => {
    const found = known.get(day);
    if (found) return found;
    const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
    const usual = closed.has(day) ? [] : (week[weekday] ?? []);
    const hours = (partly.get(day) ?? []).reduce(
      without,
      usual.map(([from, to]): Hours => [msOf(from), msOf(to)]),
    );
    const shifts = hours.map(([from, to]) => ({
      day,
      opens: utcOfLocal(day * DAY_MS + from, offsetAt),
      closes: utcOfLocal(day * DAY_MS + to, offsetAt),
    }));
    known.set(day, shifts);
    return shifts;
  };
  const dayOf = (moment: number): number => Math.floor((moment + offsetAt(moment)) / DAY_MS);

  return {
    dayOf,
    *after(moment) {
      const first = dayOf(moment);
      let barren = 0;
      for (let day = first; barren < MAX_DAYS_WITHOUT_WORK && day < first + MAX_DAYS; day++, barren++) {
        for (const shift of workOn(day)) {
          if (shift.closes <= moment) continue;
          barren = 0;
          yield shift;
        }
      }
      if (barren < MAX_DAYS_WITHOUT_WORK)
        throw new TimeOutOfReach(`More working time was asked for than ${MAX_DAYS} days hold`);
      throw new CalendarWithoutWork(
        `The calendar of ${zone} has no work within ${MAX_DAYS_WITHOUT_WORK} days`,
      );
    },
  };
}

/** Joins shifts of several calendars: each calendar counts up to the moment from which the next one does.
 *  Pieces are in order; the first also holds for the time before it. */
export function concatShifts(pieces: readonly { from: Date; shifts: Shifts }[]): Shifts {
  const starts = pieces.map(({ from }, place) => (place === 0 ? -Infinity : from.getTime()));
  const pieceAt = (moment: number) =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= moment),
    );
  return {
    dayOf: (moment) => pieces[pieceAt(moment)]?.shifts.dayOf(moment) ?? 0,
    *after(moment) {
      for (let place = pieceAt(moment); place < pieces.length; place++) {
        const begin = Math.max(moment, starts[place] ?? moment);
        const end = starts[place + 1] ?? Infinity;
        for (const { day, opens, closes } of pieces[place]?.shifts.after(begin) ?? []) {
          if (opens >= end) break;
          yield {
            day,
            opens: Math.max(opens, starts[place] ?? opens),
            closes: Math.min(closes, end),
          };
        }
      }
    },
  };
}

/** Arithmetic over shifts. Every method throws CalendarWithoutWork or TimeOutOfReach when the shifts end. */
export const workingTimeOf = (shifts: Shifts): WorkingTime => ({
  addMinutes(from, minutes) {
    const begin = from.getTime();
    let left = minutes * MINUTE_MS;
    for (const { opens, closes } of shifts.after(begin)) {
      const start = Math.max(opens, begin);
      if (left <= closes - start) return new Date(start + left);
      left -= closes - start;
    }
    throw new CalendarWithoutWork();
  },
  addDays(from, days) {
    if (days < 1) return from;
    let day = shifts.dayOf(from.getTime());
    let counted = 0;
    let end = from.getTime();
    for (const shift of shifts.after(end)) {
      if (shift.day > day) {
        if (counted >= days) break;
        counted += 1;
        day = shift.day;
      }
      if (counted > 0) end = shift.closes;
    }
    return new Date(end);
  },
  minutesBetween(from, to) {
    const begin = from.getTime();
    const end = to.getTime();
    if (begin >= end) return 0;
    let worked = 0;
    for (const { opens, closes } of shifts.after(begin)) {
      if (opens >= end) break;
      worked += Math.min(closes, end) - Math.max(opens, begin);
      if (closes >= end) break;
    }
    return worked / MINUTE_MS;
  },
});

/** Arithmetic over one calendar. */
export const workingTime = (calendar: WorkingCalendar): WorkingTime => workingTimeOf(shiftsOf(calendar));

/** @throws CalendarWithoutWork when nobody works after `since` for years */
export function requireWork(calendar: WorkingCalendar, since: Date): void {
  for (const _ of shiftsOf(calendar).after(since.getTime())) return;
}

function without(hours: readonly Hours[], [from, to]: Hours): Hours[] {
  return hours.flatMap(([opens, closes]): Hours[] => {
    if (to <= opens || from >= closes) return [[opens, closes]];
    return [
      ...(opens < from ? [[opens, from] as const] : []),
      ...(to < closes ? [[to, closes] as const] : []),
    ];
  });
}
