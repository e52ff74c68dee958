import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { DECISION_TOO_LONG, type WhatIf } from '#common/contract/what-ifs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { HiddenCount } from '../hidden-count.tsx';
import { useCancelWhatIf } from '../use-test-runs.mutation.ts';
import { useWhatIf } from '../use-test-runs.query.ts';
import { WhatIfRowsTable } from './what-if-rows.tsx';

/** One comparison: how many requests would have had a different result, from what to what, and which ones. */
export function WhatIfResult({ id }: { id: string }) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const { data: found, error, refetch } = useWhatIf(id);
  const cancel = useCancelWhatIf(id);
  if (error && !found) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!found) return <TextSkeleton />;
  const number = (value: number) => formatNumber(value, locale);
  const underWay = found.state === 'waiting' || found.state === 'running';
  return (
    <Box component="section" sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Box>
        <Typography component="h2" variant="h6" aria-live="polite">
          {t('whatIf.changed', {
            count: found.changed,
            changed: number(found.changed),
            done: number(found.done),
          })}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {t('whatIf.asOf', { at: formatMoment(found.asOf, locale) })} · {t(`whatIf.state.${found.state}`)}
        </Typography>
      </Box>
      {underWay && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
          <LinearProgress
            variant={found.total > 0 ? 'determinate' : 'indeterminate'}
            value={found.total > 0 ? (100 * found.done) / found.total : 0}
            aria-label={t('whatIf.progress')}
            sx={{ flex: 1 }}
          />
          <Typography variant="body2">
            {t('whatIf.of', { done: number(found.done), total: number(found.total) })}
          </Typography>
          <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
            {t('whatIf.cancel')}
          </Button>
        </Box>
      )}
      {!found.upToDate && <Alert severity="info">{t('whatIf.outdated')}</Alert>}
      {found.failed > 0 && (
        <Alert severity="warning">
          {t('whatIf.failed', { count: found.failed, number: number(found.failed) })}
        </Alert>
      )}
      {found.problem && (
        <Alert severity="error">
          {found.problem === DECISION_TOO_LONG ? (
            t('whatIf.tooLong', { done: number(found.done), total: number(found.total) })
          ) : (
            <>
              {t('whatIf.broken')} <bdi dir="ltr">{found.problem}</bdi>
            </>
          )}
        </Alert>
      )}
      {found.outputs.map((output) => (
        <Moves key={output.name} output={output} />
      ))}
      {found.changed > 0 && <WhatIfRowsTable id={id} found={found.changed} />}
    </Box>
  );
}

function Moves({ output }: { output: WhatIf['outputs'][number] }) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const known = ['department', 'priority', 'certain', 'rule', 'policy'] as const;
  const name = known.find((one) => one === output.name);
  return (
    <Box sx={{ maxWidth: 720, overflowX: 'auto' }}>
      <Typography sx={{ fontWeight: 600 }}>
        {name ? t(`whatIf.output.${name}`) : <bdi dir="ltr">{output.name || t('whatIf.output.result')}</bdi>}{' '}
        · {formatNumber(output.changed, locale)}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('whatIf.from')}</TableCell>
            <TableCell>{t('whatIf.to')}</TableCell>
            <TableCell align="right">{t('whatIf.requests')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {output.moves.map(({ from, to, requests }) => (
            <TableRow key={`${from} ${to}`}>
              <TableCell>
                <bdi dir="ltr">{from ?? t('whatIf.none')}</bdi>
              </TableCell>
              <TableCell>
                <bdi dir="ltr">{to ?? t('whatIf.none')}</bdi>
              </TableCell>
              <TableCell align="right">{formatNumber(requests, locale)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <HiddenCount what="moves" count={output.moreMoves} />
    </Box>
  );
}
