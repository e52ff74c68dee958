const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** When an ISO 8601 duration from now, or a date with a zone, is due; undefined when the text is neither. */
export function dueAt(by: 'duration' | 'date', text: string, now: number): number | undefined {
  if (by === 'date') {
    const at = /(?:Z|[+-]\d\d:\d\d)(?:\[.+\])?$/.test(text)
      ? Date.parse(text.replace(/\[.+\]$/, ''))
      : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  const found = DURATION.exec(text);
  if (!found) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() + 12 * years + months);
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

/** undefined when the text is no repeating interval; cron expressions are not known. */
export function cycleOf(text: string, now: number): Cycle | undefined {
  const [, times = '', , first, interval = ''] = /^R(\d*)\/((.+)\/)?(P.+)$/.exec(text) ?? [];
  const after = dueAt('duration', interval, now);
  const firstAt = first ? dueAt('date', first, now) : after;
  const repetitions = times === '' ? -1 : Number(times);
  if (firstAt === undefined || after === undefined || repetitions === 0) return undefined;
  return { repetitions, firstAt, interval };
}
