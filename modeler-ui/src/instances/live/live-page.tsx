import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Page } from '#modeler-ui/shell/page.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useLiveProcesses, useVersionDiagram } from '../use-instances.query.ts';
import { HEAT_MEASURES, type HeatMeasure } from './heat.ts';
import { HeatMap } from './heat-map.tsx';
import { LiveDiagram } from './live-diagram.tsx';

const PERIODS = ['7', '30', '90'];

/** One process version with its current instances, or with the frequency and duration of its elements. */
export function Component() {
  return (
    <Page permission="instance:read">
      <Live />
    </Page>
  );
}

function Live() {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const { processKey = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const processes = useLiveProcesses();
  const versions = (processes.data ?? []).filter((one) => one.processKey === processKey);
  const version = Number(params.get('version')) || versions[0]?.version;
  const diagram = useVersionDiagram({ processKey, version });
  const view = (['now', ...HEAT_MEASURES] as const).find((one) => one === params.get('view')) ?? 'now';
  const days = PERIODS.find((one) => one === params.get('days')) ?? '30';
  const set = (name: string, value: string) =>
    setParams(
      (before) => new URLSearchParams([...before].filter(([key]) => key !== name).concat([[name, value]])),
      {
        replace: true,
      },
    );
  const error = processes.error ?? diagram.error;
  const name = diagram.data?.name ? pick(diagram.data.name) : processKey;
  if (error) return <ErrorNotice error={error} onRetry={() => void diagram.refetch()} />;
  return (
    <>
      <PageHeading>{t('live.title', { process: name })}</PageHeading>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, my: 2 }}>
        <FilterSelect
          id="live-version"
          label={t('filter.version')}
          value={String(version ?? '')}
          options={versions.map((one) => ({
            value: String(one.version),
            label: formatNumber(one.version, locale),
          }))}
          onChange={(value) => set('version', value)}
        />
        <FilterSelect
          id="live-view"
          label={t('live.view')}
          value={view}
          options={(['now', ...HEAT_MEASURES] as const).map((one) => ({
            value: one,
            label: t(`live.${one}`),
          }))}
          onChange={(value) => set('view', value)}
        />
        {view !== 'now' && (
          <FilterSelect
            id="live-days"
            label={t('live.period')}
            value={days}
            options={PERIODS.map((one) => ({
              value: one,
              label: t('live.days', { value: formatNumber(Number(one), locale) }),
            }))}
            onChange={(value) => set('days', value)}
          />
        )}
      </Box>
      <Typography variant="body2" color="text.secondary" sx={{ display: { sm: 'none' } }}>
        {t('live.wide')}
      </Typography>
      {!diagram.data ? (
        <TextSkeleton />
      ) : view === 'now' ? (
        <LiveDiagram diagram={diagram.data} name={name} />
      ) : (
        <HeatMap diagram={diagram.data} name={name} heat={view satisfies HeatMeasure} days={Number(days)} />
      )}
    </>
  );
}
