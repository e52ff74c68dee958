import type { WorkingCalendar } from '#common/contract/calendar.ts';

const DAY_MS = 86_400_000;
/** Maximum number of days counted by the minute. No deadline is that far away. */
const MAX_DAYS = 1500;

const minutesOf = (clock: string): number => {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/** Returns the day number of a moment (days since 1970-01-01 on the zone's wall calendar) and the minute of
 *  that day. */
function toZonedTime(at: Date, zone: string): { day: number; minute: number } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const day = Date.UTC(parts.year ?? 1970, (parts.month ?? 1) - 1, parts.day ?? 1) / DAY_MS;
  return { day, minute: (parts.hour ?? 0) * 60 + (parts.minute ?? 0) };
}

/** Day 0, 1 January 1970, was a Thursday; the week of the calendar begins on Saturday. */
const weekdayOf = (day: number): number => (((day + 5) % 7) + 7) % 7;

/** Working minutes between two moments; 0 if the second is not after the first. */
export function workingMinutes(
  from: Date,
  to: Date,
  calendar: WorkingCalendar,
  holidays: ReadonlySet<string>,
): number {
  if (to <= from) return 0;
  const start = toZonedTime(from, calendar.zone);
  const end = toZonedTime(to, calendar.zone);
  let minutes = 0;
  for (let day = start.day; day <= Math.min(end.day, start.day + MAX_DAYS); day++) {
    if (holidays.has(new Date(day * DAY_MS).toISOString().slice(0, 10))) continue;
    for (const [opens, closes] of calendar.week[weekdayOf(day)] ?? []) {
      const first = Math.max(minutesOf(opens), day === start.day ? start.minute : 0);
      const last = Math.min(minutesOf(closes), day === end.day ? end.minute : 1440);
      minutes += Math.max(0, last - first);
    }
  }
  return minutes;
}

/** Length of an ordinary working day: the longest of the week. */
export const workingDayMinutes = (calendar: WorkingCalendar): number =>
  Math.max(
    1,
    ...calendar.week.map((shifts) =>
      shifts.reduce((sum, [opens, closes]) => sum + minutesOf(closes) - minutesOf(opens), 0),
    ),
  );
