import Alert from '@mui/material/Alert';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VersionDiagram } from '#common/contract/instances.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Badge } from '#ui/diagram/marks.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useElementNames } from '../detail/use-element-names.ts';
import { SimpleTable } from '../simple-table.tsx';
import { useCount } from '../use-count.ts';
import { useDuration } from '../use-duration.ts';
import { useDurations } from '../use-instances.query.ts';
import { heatMarks, type HeatMeasure, heatOf } from './heat.ts';
import { HeatLegend } from './heat-legend.tsx';

type Props = { diagram: VersionDiagram; name: string; heat: HeatMeasure; days: number };

/** Frequency and duration of elements, as colours on the diagram and as a table. */
export function HeatMap({ diagram, name, heat, days }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const lasts = useDuration();
  const nameOf = useElementNames(diagram);
  const { data, error, refetch } = useDurations(diagram, days, true);
  const count = useCount(data?.confidential ?? false);
  const marks = useMemo(() => heatMarks(data?.elements ?? [], heat), [data, heat]);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  if (data.elements.length === 0) return <EmptyState title={t('live.nothing')} />;
  const words = (value: number | null) => (heat === 'frequency' ? count(value ?? 0) : lasts(value));
  const sorted = [...data.elements].sort((a, b) => heatOf(b, heat) - heatOf(a, heat));
  const badges: Badge[] = sorted
    .filter(({ elementId }) => marks[elementId])
    .map((element) => ({ elementId: element.elementId, text: words(heatOf(element, heat)), at: 'start' }));
  return (
    <>
      <HeatLegend least={words(0)} most={words(Math.max(0, ...sorted.map((one) => heatOf(one, heat))))} />
      {diagram.xml === null ? (
        <Alert severity="info">{t('one.noDiagram')}</Alert>
      ) : (
        <DiagramView xml={diagram.xml} name={name} marks={marks} badges={badges} height={460} />
      )}
      <Typography variant="caption" component="p" color="text.secondary" sx={{ my: 1 }}>
        {t('live.definition')} {t('live.asOf', { at: formatMoment(data.at, locale) })}
      </Typography>
      <SimpleTable
        label={t('live.table')}
        columns={[
          t('live.element'),
          t('live.passes'),
          t('live.mean'),
          t('live.median'),
          t('live.p90'),
          t('live.interrupted'),
        ]}
      >
        {sorted.map((element) => (
          <TableRow key={element.elementId}>
            <TableCell>{nameOf(element.elementId)}</TableCell>
            <TableCell>{count(element.passes)}</TableCell>
            <TableCell>{lasts(element.mean)}</TableCell>
            <TableCell>{lasts(element.median)}</TableCell>
            <TableCell>{lasts(element.p90)}</TableCell>
            <TableCell>{count(element.interrupted)}</TableCell>
          </TableRow>
        ))}
      </SimpleTable>
    </>
  );
}
