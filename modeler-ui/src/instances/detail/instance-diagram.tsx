import Alert from '@mui/material/Alert';
import Skeleton from '@mui/material/Skeleton';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '#common/contract/instances.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Badge, Mark, Marks } from '#ui/diagram/marks.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useVersionDiagram } from '../use-instances.query.ts';

type Props = {
  instance: InstanceView;
  selected: string | null;
  onSelect: (elementId: string | null) => void;
};

/** Path of an instance and its current position on the diagram. */
export function InstanceDiagram({ instance, selected, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const { data, error, refetch } = useVersionDiagram(instance);
  const marks = useMemo(() => marksOf(instance), [instance]);
  const badges = useMemo<Badge[]>(
    () =>
      [...passesOf(instance)]
        .filter(([, times]) => times > 1)
        .map(([elementId, times]) => ({ elementId, text: formatNumber(times, locale), at: 'start' })),
    [instance, locale],
  );
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={420} />;
  if (data.xml === null) return <Alert severity="info">{t('one.noDiagram')}</Alert>;
  return (
    <DiagramView
      xml={data.xml}
      name={instance.name ? pick(instance.name) : instance.processKey}
      marks={marks}
      badges={badges}
      selected={selected}
      onSelect={onSelect}
      height={420}
    />
  );
}

function marksOf({ path, flows, incidents }: InstanceView): Marks {
  const marks = new Map<string, Set<Mark>>();
  const mark = (id: string, name: Mark) => marks.set(id, (marks.get(id) ?? new Set()).add(name));
  for (const { flowId } of flows) mark(flowId, 'done');
  for (const { elementId, state } of path) mark(elementId, state === 'active' ? 'current' : 'done');
  for (const { elementId, state } of incidents)
    if (state === 'open' && elementId) mark(elementId, 'incident');
  return Object.fromEntries([...marks].map(([id, names]) => [id, [...names]]));
}

function passesOf({ path }: InstanceView): Map<string, number> {
  const passes = new Map<string, number>();
  for (const { elementId, type } of path)
    if (type !== 'MULTI_INSTANCE_BODY') passes.set(elementId, (passes.get(elementId) ?? 0) + 1);
  return passes;
}
