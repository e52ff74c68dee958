/** Since 1973 every zone has changed its clocks at a whole quarter of an hour of UTC (tz database). */
const QUARTER_MS = 15 * 60_000;
const MAX_CACHED = 50_000;

/** Returns a function for the offset of a zone from UTC in milliseconds, at a UTC moment since 1973. Offsets
 *  are cached: computing one costs more than all the arithmetic around it.
 *  @throws RangeError when there is no such zone */
export function zoneOffsets(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const read = (moment: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  };
  const kept = new Map<number, number>();
  return (moment) => {
    const quarter = Math.floor(moment / QUARTER_MS);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    if (kept.size >= MAX_CACHED) kept.clear();
    const offset = read(quarter * QUARTER_MS);
    kept.set(quarter, offset);
    return offset;
  };
}

/** Converts a local time, given as if it were UTC, to UTC. In the hour that a zone skips or repeats, it
 *  returns one of the two. */
export const utcOfLocal = (local: number, offsetAt: (moment: number) => number): number =>
  local - offsetAt(local - offsetAt(local));
