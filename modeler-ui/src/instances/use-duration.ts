import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats seconds in the one unit that fits best. */
export function useDuration(): (seconds: number | null) => string {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const round = (value: number) =>
    formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value), locale);
  return (seconds) => {
    if (seconds === null) return '–';
    if (seconds < MINUTE) return t('duration.seconds', { value: round(seconds) });
    if (seconds < HOUR) return t('duration.minutes', { value: round(seconds / MINUTE) });
    if (seconds < 2 * DAY) return t('duration.hours', { value: round(seconds / HOUR) });
    return t('duration.days', { value: round(seconds / DAY) });
  };
}

export const secondsBetween = (from: string, to: string | number): number =>
  Math.max(0, (new Date(to).getTime() - new Date(from).getTime()) / 1000);
