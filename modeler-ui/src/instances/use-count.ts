import { useTranslation } from 'react-i18next';
import { FEWEST_TOLD } from '../../../api/contract/instances.ts';
import { formatNumber } from '../../../ui/format/numbers.ts';
import { useLocale } from '../../../ui/i18n/use-locale.ts';

/** Writes a count in the language of the screen; one of a few confidential cases is not told. */
export function useCount(): (count: number | null) => string {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  return (count) =>
    count === null ? t('few', { value: formatNumber(FEWEST_TOLD, locale) }) : formatNumber(count, locale);
}
