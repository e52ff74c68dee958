import { useTranslation } from 'react-i18next';
import { MIN_DISCLOSED_COUNT } from '#common/contract/instances.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Formats a count in the language of the screen; confidential cases are counted in steps. */
export function useCount(confidential: boolean): (count: number | null) => string {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  return (count) => {
    if (count === null) return t('few', { value: formatNumber(MIN_DISCLOSED_COUNT, locale) });
    const value = formatNumber(count, locale);
    return confidential && count > 0 ? t('orMore', { value }) : value;
  };
}
