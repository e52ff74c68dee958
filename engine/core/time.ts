const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** When an ISO 8601 duration from now, or a date with a zone, is due, in milliseconds since 1970; undefined when the text is neither, or
 *  leads beyond the dates there are. */
export function dueAt(by: 'duration' | 'date', text: string, now: number): number | undefined {
  const at = new Date(by === 'date' ? dateOf(text) : laterBy(text, now)).getTime();
  return Number.isNaN(at) ? undefined : at;
}

const dateOf = (text: string): number =>
  /(?:Z|[+-]\d\d:\d\d)(?:\[.+\])?$/.test(text) ? Date.parse(text.replace(/\[.+\]$/, '')) : Number.NaN;

/** Adds a duration as calendars do: a month after the 31st of January is the last day of February.
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

/** A repeating interval of ISO 8601: `R3/PT1H`, `R/P1D`, with or without a first date (`R2/2026-01-01T00:00:00Z/P1D`). */
export type Cycle = {
  /** -1 means without end. */
  repetitions: number;
  /** Milliseconds since 1970. */
  firstAt: number;
  /** An ISO 8601 duration; empty where nothing is repeated. */
  interval: string;
};

/** undefined when the text is no repeating interval, or one of no length, which would fire without end; cron expressions are not
 *  known. */
export function cycleOf(text: string, now: number): Cycle | undefined {
  const [, times = '', , first, interval = ''] = /^R(\d*)\/((.+)\/)?(P.+)$/.exec(text) ?? [];
  const next = dueAt('duration', interval, now);
  const firstAt = first ? dueAt('date', first, now) : next;
  const repetitions = times === '' ? -1 : Number(times);
  if (firstAt === undefined || next === undefined || next <= now || repetitions === 0) return undefined;
  return { repetitions, firstAt, interval };
}
