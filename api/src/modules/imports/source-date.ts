import { utcOfLocal, zoneOffsets } from '#api/platform/zone-offsets.ts';

/** Reads a date of the source; undefined when the text is not a date. */
export type DateReader = (text: string) => Date | undefined;

const PARTS: Record<string, { pattern: string; part: string }> = {
  YYYY: { pattern: '\\d{4}', part: 'year' },
  YY: { pattern: '\\d{2}', part: 'shortYear' },
  MM: { pattern: '\\d{2}', part: 'month' },
  M: { pattern: '\\d{1,2}', part: 'month' },
  DD: { pattern: '\\d{2}', part: 'day' },
  D: { pattern: '\\d{1,2}', part: 'day' },
  HH: { pattern: '\\d{2}', part: 'hour' },
  H: { pattern: '\\d{1,2}', part: 'hour' },
  mm: { pattern: '\\d{2}', part: 'minute' },
  ss: { pattern: '\\d{2}', part: 'second' },
};

const TOKEN = /YYYY|YY|MM|M|DD|D|HH|H|mm|ss/g;

/** Century of two-digit years. */
const CENTURY = 2000;

/** Makes a reader for dates in one format, e.g. `M/D/YY H:mm`, in the local time of a zone. Dates that do not
 *  exist are refused.
 *  @throws RangeError when there is no such zone */
export function dateReader(format: string, zone: string): DateReader {
  const offsetAt = zoneOffsets(zone);
  const parts: string[] = [];
  const pattern = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(TOKEN, (token) => {
    const { pattern, part } = PARTS[token] as { pattern: string; part: string };
    parts.push(part);
    return `(${pattern})`;
  });
  const whole = new RegExp(`^${pattern}$`);

  return (text) => {
    const found = whole.exec(text.trim());
    if (!found) return undefined;
    const given = Object.fromEntries(parts.map((part, index) => [part, Number(found[index + 1])]));
    const { shortYear = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = given;
    const year = given.year ?? CENTURY + shortYear;
    const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    const exists =
      local.getUTCMonth() === month - 1 &&
      local.getUTCDate() === day &&
      local.getUTCHours() === hour &&
      minute < 60;
    return exists ? new Date(utcOfLocal(local.getTime(), offsetAt)) : undefined;
  };
}
