import { useTranslation } from 'react-i18next';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { BatchListPage } from '../batches/batch-list-page.tsx';
import { CasesWithoutProcess } from './cases-without-process.tsx';
import { useBatchOperations } from './use-batch-operations.query.ts';

/** Batch operations, newest first, and the cases left without a process by them. */
export function Component() {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  return (
    <BatchListPage
      permission="instance:read"
      texts={{ title: t('title'), intro: t('intro'), none: t('none') }}
      to="/batch-operations"
      useBatches={useBatchOperations}
      row={({ kind, reason, counts, total, createdBy, createdAt }) => ({
        title: t(`kind.${kind}`),
        about: reason,
        progress: t('progress', {
          done: formatNumber(counts.done, locale),
          total: formatNumber(total, locale),
        }),
        by: t('by', { name: createdBy, at: formatMoment(createdAt, locale) }),
      })}
    >
      <CasesWithoutProcess />
    </BatchListPage>
  );
}
