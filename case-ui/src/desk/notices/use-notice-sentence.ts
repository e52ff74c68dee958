import { useTranslation } from 'react-i18next';
import type { StaffNotice } from '#common/contract/notices.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { parseNoticeData } from './notice-data.ts';

/** Returns a notice as a sentence in the language of the screen. */
export function useNoticeSentence(): (notice: StaffNotice) => string {
  const { t } = useTranslation(['notices', 'sla']);
  const { locale } = useLocale();
  return (notice) => {
    const { target, dueAt, count } = parseNoticeData(notice);
    if (notice.kind === 'digest') return t('kind.digest', { count, value: formatNumber(count, locale) });
    const name = t(`sla:target.${target}`);
    return t(`kind.${notice.kind}`, {
      target: locale === 'en' ? name.toLowerCase() : name,
      due: dueAt ? formatMoment(dueAt, locale) : t('unknownDue'),
    });
  };
}
