import { DAY_MS } from '#api/platform/time.ts';
/** Skipped time: `ms` milliseconds were skipped at `at` (ISO 8601). */
export type TimeSkip = { at: string; ms: number };

/** Returns the time on the clock of a run at a moment of real time. */
export const simulatedTime = (at: Date, skips: readonly TimeSkip[]): Date =>
  new Date(
    skips
      .filter((skip) => Date.parse(skip.at) <= at.getTime())
      .reduce((time, { ms }) => time + ms, at.getTime()),
  );

const PERIOD =
  /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Adds an ISO 8601 period to a moment; undefined when the text is not a period. Months are calendar months,
 *  in UTC. */
export function addPeriod(from: Date, period: string): Date | undefined {
  const parts = PERIOD.exec(period.trim());
  if (!parts || period.trim().length < 3) return undefined;
  const [sign, years, months, weeks, days, hours, minutes, seconds] = [
    parts[1] === '-' ? -1 : 1,
    ...parts.slice(2).map((part) => Number(part ?? 0)),
  ] as [number, number, number, number, number, number, number, number];
  const date = new Date(from);
  date.setUTCMonth(date.getUTCMonth() + sign * (years * 12 + months));
  const ms = (weeks * 7 + days) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return new Date(date.getTime() + sign * ms);
}

/** Returns when a timer is due: `P3D`, `2026-01-01T08:00:00Z`, `R2/P3D`. A cycle that has fired as often as
 *  it may is not due again.
 *  @param since when it began to wait, by the clock of the run
 *  @param happened how often it has fired */
export function timerDueAt(time: string, since: Date, happened: number): Date | undefined {
  const cycle = /^R(\d*)\/(.+)$/.exec(time.trim());
  if (cycle) {
    const [, times = '', rest = ''] = cycle;
    if (times !== '' && happened >= Number(times)) return undefined;
    const [begin, period] = rest.includes('/') ? rest.split('/') : [undefined, rest];
    const start = begin ? new Date(begin) : since;
    return Array.from({ length: happened + 1 }).reduce<Date | undefined>(
      (due) => due && addPeriod(due, period ?? ''),
      start,
    );
  }
  const later = addPeriod(since, time);
  if (later) return later;
  const date = new Date(time.replace(/\[[^\]]*\]$/, ''));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
