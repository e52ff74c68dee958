import type { Locale } from '#common/contract/index.ts';
import { zoneOffsets } from './zone-offsets.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The ministry's time zone, in which days begin and times are written. */
export const TIME_ZONE = 'Asia/Tehran';

/** Returns the offset of the ministry's time zone from UTC at a moment, in milliseconds. */
export const offsetAt = zoneOffsets(TIME_ZONE);

/** Returns the day that a moment lies in, e.g. `2026-11-23`. */
export const localDay = (at: Date): string =>
  new Date(at.getTime() + offsetAt(at.getTime())).toISOString().slice(0, 10);

/** Formats a day as people of the language write it. */
export const formatLongDate = (day: Date, locale: Locale): string =>
  formatter(locale, { dateStyle: 'long' }).format(day);

/** Formats a day with the time as people of the language write it. */
export const formatMoment = (at: Date, locale: Locale): string =>
  formatter(locale, { dateStyle: 'long', timeStyle: 'short' }).format(at);

const formatter = (locale: Locale, style: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale === 'fa' ? 'fa-IR-u-ca-persian' : 'en-GB', {
    ...style,
    timeZone: TIME_ZONE,
  });
