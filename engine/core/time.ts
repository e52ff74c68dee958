const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const DATE_TIME =
  /^((\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):([0-5]\d)))(?:\[[^[\]]+\])?$/;

/** Range of times that ISO 8601 writes with a four-digit year; PostgreSQL and JavaScript parse it alike. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
/** Maximum offset of a zone from UTC, in minutes. */
const FARTHEST_ZONE = 14 * 60;

/** Parses an ISO 8601 date-time with a zone, `2026-06-01T08:00:00+03:30`, with or without seconds, their
 *  fraction and the zone's name in brackets. Returns its milliseconds since 1970, and its text without that
 *  name; undefined when it is invalid or beyond the years 1 to 9999. */
export function dateTimeOf(value: string): { at: number; text: string } | undefined {
  const found = DATE_TIME.exec(value);
  if (!found) return undefined;
  const [, text = '', minute, second = '00', fraction = '', sign, hours = 0, minutes = 0] = found;
  const local = `${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const read = new Date(local);
  const away = 60 * Number(hours) + Number(minutes);
  if (Number.isNaN(read.getTime()) || read.toISOString() !== local || away > FARTHEST_ZONE) return undefined;
  const at = read.getTime() - (sign === '-' ? -away : away) * 60_000;
  return isWithinTime(at) ? { at, text } : undefined;
}

const isWithinTime = (at: number): boolean => at >= FIRST_MS && at <= LAST_MS;

/** Returns when an ISO 8601 duration from now, or a date-time with a zone, is due, in milliseconds since
 *  1970; undefined when the text is neither, or leads beyond the years 1 to 9999. */
export function dueAt(by: 'duration' | 'date', text: string, now: number): number | undefined {
  if (by === 'date') return dateTimeOf(text)?.at;
  const at = new Date(laterBy(text, now)).getTime();
  return isWithinTime(at) ? at : undefined;
}

/** Adds a calendar duration: a month after the 31st of January is the last day of February.
 *  @returns NaN when the text is no duration */
function laterBy(duration: string, now: number): number {
  const found = DURATION.exec(duration);
  if (!found) return Number.NaN;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + 12 * years + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime() + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** A repeating ISO 8601 interval: `R3/PT1H`, `R/P1D`, with or without a first date
 *  (`R2/2026-01-01T00:00:00Z/P1D`). */
export type Cycle = {
  /** -1 means without end. */
  repetitions: number;
  /** Milliseconds since 1970. */
  firstAt: number;
  /** An ISO 8601 duration; empty where nothing is repeated. */
  interval: string;
};

/** Parses a repeating interval. Returns undefined when the text is none, or when its length is zero, so that
 *  it would fire endlessly. Cron expressions are not supported. */
export function cycleOf(text: string, now: number): Cycle | undefined {
  const [, times = '', , first, interval = ''] = /^R(\d*)\/((.+)\/)?(P.+)$/.exec(text) ?? [];
  const next = dueAt('duration', interval, now);
  const firstAt = first ? dueAt('date', first, now) : next;
  const repetitions = times === '' ? -1 : Number(times);
  if (firstAt === undefined || next === undefined || next <= now || repetitions === 0) return undefined;
  return { repetitions, firstAt, interval };
}
