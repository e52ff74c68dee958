import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_DISCLOSED_COUNT } from '#common/contract/instances.ts';
import type { PastUse as Answer } from '#common/contract/past-use.ts';
import { useCount } from '#modeler-ui/instances/use-count.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatDate } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { usePastUse } from '../use-test-runs.query.ts';
import { AffectedElements } from './affected-elements.tsx';

const SIZES = [100, 500, 1000];

type Props = { draftId: string; flush?: (() => Promise<void>) | undefined };

/** Number of past cases that used what the draft's diagrams remove or redirect. Hidden if the draft changes
 *  no running diagram. */
export function PastUse({ draftId, flush }: Props) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const [last, setLast] = useState(500);
  const { data, error, refetch } = usePastUse(draftId, last, flush);
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  if (data.processes.length === 0) return null;
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'center', mb: 1 }}>
        <Typography component="h2" variant="h6" sx={{ flex: 1, minWidth: 200 }}>
          {t('pastUse.title')}
        </Typography>
        <TextField
          select
          size="small"
          fullWidth={false}
          label={t('pastUse.last')}
          value={last}
          onChange={(event) => setLast(Number(event.target.value))}
          sx={{ minWidth: 140 }}
        >
          {SIZES.map((size) => (
            <MenuItem key={size} value={size}>
              {formatNumber(size, locale)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data.processes.map((process) => (
        <OneProcess key={process.file} process={process} />
      ))}
      <Typography variant="body2" color="text.secondary">
        {t('pastUse.hint')}
      </Typography>
    </Box>
  );
}

function OneProcess({ process }: { process: Answer['processes'][number] }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const { processKey, name, cases, running, since, ways, gone, readable } = process;
  const tell = useCount(process.confidential);
  const words = {
    process: name ? pick(name) : processKey,
    cases: tell(cases),
    running: tell(running),
  };
  if (!readable) return <Alert severity="warning">{t('pastUse.unreadable')}</Alert>;
  if (gone)
    return (
      <Alert severity={running !== 0 ? 'warning' : 'info'}>
        {t('pastUse.gone', { ...words, count: running ?? MIN_DISCLOSED_COUNT })}
      </Alert>
    );
  if (cases === null) return <Typography sx={{ mb: 1 }}>{t('pastUse.few', words)}</Typography>;
  if (ways.length === 0 || since === null)
    return (
      <Typography sx={{ mb: 1 }}>
        {t(since === null ? 'pastUse.noCases' : 'pastUse.nothing', words)}
      </Typography>
    );
  return (
    <Box sx={{ mb: 1 }}>
      <Typography>
        {t('pastUse.intro', { ...words, count: cases, since: formatDate(since, locale) })}
      </Typography>
      <AffectedElements ways={ways} of={cases} confidential={process.confidential} />
    </Box>
  );
}
