import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestDiagram } from '#common/contract/request-diagrams.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { centreOn } from '#ui/diagram/canvas-zoom.ts';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Mark, Marks } from '#ui/diagram/marks.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useRequestDiagram } from './use-request-diagram.query.ts';

type PositionInProcess = RequestDiagram['processes'][number];

/** Diagrams of a request's processes, one at a time: by default the running one that started last. */
export default function ProcessPositionDiagrams({ requestId }: { requestId: string }) {
  const { t } = useTranslation('diagram');
  const { pick } = useLocale();
  const { data, error, refetch } = useRequestDiagram(requestId);
  const [chosen, setChosen] = useState<number | null>(null);
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const { processes } = data;
  const nameOf = ({ name }: PositionInProcess) => (name ? pick(name) : t('place.process'));
  const place = chosen ?? processes.findLastIndex(({ state }) => state === 'active');
  const shown = processes[place] ?? processes[0];
  if (!shown) return <Typography color="text.secondary">{t('place.none')}</Typography>;
  return (
    <Stack spacing={1}>
      {processes.length > 1 && (
        <TextField
          select
          size="small"
          label={t('place.process')}
          value={processes.indexOf(shown)}
          onChange={({ target }) => setChosen(Number(target.value))}
        >
          {processes.map((one, at) => (
            <MenuItem key={nameOf(one)} value={at}>
              {nameOf(one)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <PositionDiagram process={shown} name={nameOf(shown)} />
    </Stack>
  );
}

function PositionDiagram({ process, name }: { process: PositionInProcess; name: string }) {
  const { t } = useTranslation('diagram');
  const { locale, pick } = useLocale();
  const { xml, at, state } = process;
  const marks = useMemo(() => marksOf(process), [process]);
  const elementId = (at.findLast(({ name: step }) => step !== null) ?? at.at(-1))?.elementId;
  const toPlace = useCallback(
    (viewer: Parameters<typeof centreOn>[0]) => elementId !== undefined && centreOn(viewer, elementId),
    [elementId],
  );
  const named = at.filter((step) => step.name !== null);
  const said = (named.length > 0 ? named : at.slice(0, 1)).map(({ name: step, since }) =>
    t('place.since', { step: step ? pick(step) : t('place.unnamed'), at: formatMoment(since, locale) }),
  );
  return (
    <>
      <Typography variant="body2">
        {state === 'active'
          ? t('place.at', { steps: said.join(t('place.comma')) })
          : t(state === 'completed' ? 'place.ended' : 'place.terminated')}
      </Typography>
      <DiagramView xml={xml} name={name} marks={marks} onReady={toPlace} height={360} />
      <Typography variant="caption" color="text.secondary">
        {t('place.legend')}
      </Typography>
    </>
  );
}

const marksOf = ({ at, done, flows }: PositionInProcess): Marks =>
  Object.fromEntries(
    [
      ...[...flows, ...done].map((id): [string, Mark] => [id, 'done']),
      ...at.map(({ elementId }): [string, Mark] => [elementId, 'current']),
    ].map(([id, mark]) => [id, [mark]]),
  );
