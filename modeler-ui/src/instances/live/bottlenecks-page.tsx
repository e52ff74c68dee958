import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '#modeler-ui/shell/page.tsx';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useBottlenecks } from '../use-instances.query.ts';
import { BottleneckTable } from './bottleneck-table.tsx';

/** Elements with the longest waits, by department. */
export function Component() {
  return (
    <Page permission="instance:read">
      <Bottlenecks />
    </Page>
  );
}

function Bottlenecks() {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const [processKey, setProcessKey] = useState('');
  const { data, error, refetch } = useBottlenecks();
  const names = new Map(
    (data?.items ?? []).map((one) => [
      one.processKey,
      one.processName ? pick(one.processName) : one.processKey,
    ]),
  );
  const shown = (data?.items ?? []).filter((one) => processKey === '' || one.processKey === processKey);
  return (
    <>
      <PageHeading>{t('waits.title')}</PageHeading>
      <Typography color="text.secondary">{t('waits.intro')}</Typography>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton />}
      {data && data.items.length === 0 && (
        <EmptyState title={t('waits.none')}>{t('waits.noneText')}</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <>
          <Typography variant="caption" component="p" color="text.secondary" sx={{ my: 1 }}>
            {t('waits.definition')} {t('live.asOf', { at: formatMoment(data.at, locale) })}
          </Typography>
          <FilterSelect
            id="waits-process"
            label={t('filter.process')}
            value={processKey}
            all={t('filter.all')}
            options={[...names].map(([value, label]) => ({ value, label }))}
            onChange={setProcessKey}
          />
          <BottleneckTable items={shown} />
        </>
      )}
    </>
  );
}
