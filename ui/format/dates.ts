import type { Locale } from '#common/contract/common.ts';

export const TIME_ZONE = 'Asia/Tehran';

const TAGS = { fa: 'fa-IR-u-ca-persian', en: 'en-GB' } as const;

const formatter = (locale: Locale, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(TAGS[locale], { timeZone: TIME_ZONE, ...options });

/** «۲ آذر ۱۴۰۵» / "23 November 2026". */
export const formatDate = (at: string | Date, locale: Locale): string =>
  formatter(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at));

/** «دوشنبه ۲ آذر ۱۴۰۵» / "Monday 23 November 2026". */
export function formatDay(at: string | Date, locale: Locale): string {
  const weekday = formatter(locale, { weekday: 'long' }).format(new Date(at));
  return `${weekday} ${formatDate(at, locale)}`;
}

export const formatTime = (at: string | Date, locale: Locale): string =>
  formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

/** Formats date and time on one short line, for timelines and tables. */
export const formatMoment = (at: string | Date, locale: Locale): string =>
  locale === 'fa'
    ? `${formatDate(at, locale)}، ${formatTime(at, locale)}`
    : `${formatDate(at, locale)}, ${formatTime(at, locale)}`;

const CALENDARS = {
  fa: ['fa-IR-u-ca-persian', 'fa-IR-u-ca-gregory'],
  en: ['en-GB', 'en-GB-u-ca-persian'],
} as const;

/** Formats the exact moment in both calendars, that of the language first. Shown on hover and focus. */
export function formatBothCalendars(at: string | Date, locale: Locale): string {
  const moment = new Date(at);
  const days = CALENDARS[locale].map((tag) =>
    new Intl.DateTimeFormat(tag, { timeZone: TIME_ZONE, day: 'numeric', month: 'long', year: 'numeric' })
      .formatToParts(moment)
      .filter((part) => part.type !== 'era')
      .map((part) => part.value)
      .join('')
      .trim(),
  );
  return [...days, formatTime(moment, locale)].join(' · ');
}
