import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { Page } from '../shell/page.tsx';
import { EngineSignals } from './engine-signals.tsx';
import { EngineTables } from './engine-tables.tsx';
import { Quarantine } from './quarantine.tsx';
import { useEngineHealth } from './use-engine.query.ts';

/** Health of the engine, for operators. */
export function Component() {
  const { t } = useTranslation('engine');
  return (
    <Page permission="engine:operate">
      <PageHeading>{t('title')}</PageHeading>
      <Health />
    </Page>
  );
}

function Health() {
  const { t } = useTranslation('engine');
  const { locale } = useLocale();
  const { data, error, refetch } = useEngineHealth();
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <TextSkeleton />}
      {data && (
        <>
          <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
            {t('asOf', { at: formatMoment(data.at, locale) })}
          </Typography>
          <EngineSignals health={data} />
          <Quarantine />
          <EngineTables health={data} />
        </>
      )}
    </>
  );
}
