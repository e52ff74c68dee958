import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { EmptyState } from '#ui/pieces/empty-state.tsx';
import { ErrorNotice } from '#ui/pieces/error-notice.tsx';
import { PageHeading } from '#ui/pieces/page-heading.tsx';
import { RowsSkeleton } from '#ui/pieces/skeletons.tsx';
import { Page } from '../shell/page.tsx';
import { BottleneckTable } from './bottleneck-table.tsx';
import { Choice } from './choice.tsx';
import { useBottlenecks } from './use-instances.query.ts';

/** Where cases wait longest, by element and department. */
export function Component() {
  return (
    <Page permission="instance:read">
      <Waits />
    </Page>
  );
}

function Waits() {
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
          <Choice
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
