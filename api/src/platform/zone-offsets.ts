/** The offset of a zone from UTC in milliseconds, at a UTC moment.
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
  return (moment) => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  };
}

/** The UTC moment of a local time, given as if it were UTC. In the hour that a zone skips or repeats, one of the two. */
export const utcOfLocal = (local: number, offsetAt: (moment: number) => number): number =>
  local - offsetAt(local - offsetAt(local));
