import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { isValidReason, ReasonField } from '../batch-operations/reason-field.tsx';
import { SimpleTable } from '../instances/simple-table.tsx';
import { MoreButton } from '../shell/more-button.tsx';
import { Section } from './section.tsx';
import { useQuarantine, useReplay } from './use-engine.query.ts';

/** Maximum number of records per request. */
const BATCH_SIZE = 200;

/** Quarantined records, which could not be read, and a button to replay them. */
export function Quarantine() {
  const { t } = useTranslation('engine');
  const { locale } = useLocale();
  const query = useQuarantine();
  const replay = useReplay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const records = query.data?.pages.flatMap(({ items }) => items);
  const ids = (records ?? []).map(({ id }) => id).filter((id) => chosen.has(id));
  const choose = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)));
  const number = (value: number) => formatNumber(value, locale);
  const done = replay.data;
  return (
    <Section title={t('quarantine.title')}>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {t('quarantine.about')}
      </Typography>
      {done && (
        <Alert severity={done.left > 0 ? 'warning' : 'success'} sx={{ mb: 1 }}>
          {t('quarantine.done', { projected: number(done.projected), left: number(done.left) })}
        </Alert>
      )}
      {(query.error ?? replay.error) && <ErrorNotice error={query.error ?? replay.error} />}
      {!records && !query.error && <TextSkeleton />}
      {records?.length === 0 && <Typography>{t('quarantine.none')}</Typography>}
      {records && records.length > 0 && (
        <>
          <SimpleTable
            label={t('quarantine.title')}
            columns={[
              t('quarantine.choose'),
              t('quarantine.at'),
              t('quarantine.record'),
              t('quarantine.why'),
            ]}
          >
            {records.map(({ id, at, exporter, partition, position, valueType, intent, error }) => (
              <TableRow key={id} selected={chosen.has(id)}>
                <TableCell padding="checkbox">
                  <Checkbox
                    size="small"
                    checked={chosen.has(id)}
                    onChange={(_event, on) => choose(id, on)}
                    slotProps={{ input: { 'aria-label': t('quarantine.one', { id }) } }}
                  />
                </TableCell>
                <TableCell>{formatMoment(at, locale)}</TableCell>
                <TableCell>
                  <bdi dir="ltr">
                    {[valueType, intent].filter(Boolean).join(' ')} · {exporter} {partition}/{position}
                  </bdi>
                </TableCell>
                <TableCell sx={{ minWidth: 200, overflowWrap: 'anywhere' }}>
                  <bdi dir="ltr">{error}</bdi>
                </TableCell>
              </TableRow>
            ))}
          </SimpleTable>
          <MoreButton query={query}>{t('quarantine.more')}</MoreButton>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start', mt: 2 }}>
            <Button
              size="small"
              onClick={() => setChosen(new Set(records.slice(0, BATCH_SIZE).map(({ id }) => id)))}
            >
              {t('quarantine.all')}
            </Button>
            <Box sx={{ flex: '1 1 260px' }}>
              <ReasonField value={reason} onChange={setReason} />
            </Box>
            <Button
              variant="contained"
              disabled={
                ids.length === 0 || ids.length > BATCH_SIZE || !isValidReason(reason) || replay.isPending
              }
              onClick={() =>
                replay.mutate({ ids, reason: reason.trim() }, { onSuccess: () => setChosen(new Set()) })
              }
            >
              {t('quarantine.replay', { number: number(ids.length) })}
            </Button>
          </Box>
        </>
      )}
    </Section>
  );
}
