import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIfs } from '#common/contract/what-ifs.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices } from '#ui/reference/use-reference.query.ts';
import { useStartWhatIf } from '../use-test-runs.mutation.ts';
import { useWhatIfs } from '../use-test-runs.query.ts';
import { PastUse } from './past-use.tsx';
import { WhatIfResult } from './what-if-result.tsx';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

const SIZES = [100, 500, 1000, 5000];

type Props = { draft: { id: string }; flush?: () => Promise<void> };

/** Effect that the changed decisions of a draft would have had on past requests. */
export default function WhatIfTab({ draft, flush }: Props) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const { data, error, refetch } = useWhatIfs(draft.id);
  const [chosen, setChosen] = useState<string | null>(null);
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const shown = chosen ?? data.items[0]?.id;
  return (
    <Box sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 3 }}>
      <PastUse draftId={draft.id} flush={flush} />
      <Typography>{t('whatIf.intro')}</Typography>
      {data.decisions.length === 0 && (
        <EmptyState title={t('whatIf.nothing')}>{t('whatIf.nothingHint')}</EmptyState>
      )}
      {data.decisions
        .filter(({ comparable }) => !comparable)
        .map(({ decisionId, name, isNew, unknown }) => (
          <Alert key={decisionId} severity="info">
            {t(isNew ? 'whatIf.isNew' : 'whatIf.unknown', { name })} <bdi dir="ltr">{unknown.join(', ')}</bdi>
          </Alert>
        ))}
      <WhatIfForm draftId={draft.id} flush={flush} decisions={data.decisions} onStarted={setChosen} />
      {shown && <WhatIfResult key={shown} id={shown} />}
      {data.items.length > 1 && (
        <Box component="section">
          <Typography component="h2" variant="h6">
            {t('whatIf.before')}
          </Typography>
          <List dense disablePadding>
            {data.items.map(({ id, asOf, decisionId, startedBy }) => (
              <ListItemButton key={id} selected={id === shown} onClick={() => setChosen(id)}>
                {formatMoment(asOf, locale)} · <bdi dir="ltr">{decisionId}</bdi> · <bdi>{startedBy}</bdi>
              </ListItemButton>
            ))}
          </List>
        </Box>
      )}
    </Box>
  );
}

type WhatIfFormProps = {
  draftId: string;
  flush: (() => Promise<void>) | undefined;
  decisions: WhatIfs['decisions'];
  onStarted: (id: string) => void;
};

function WhatIfForm({ draftId, flush, decisions, onStarted }: WhatIfFormProps) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const { data: services = [] } = useServices();
  const start = useStartWhatIf(draftId, flush);
  const comparable = decisions.filter((one) => one.comparable);
  const [decisionId, setDecisionId] = useState(comparable[0]?.decisionId ?? '');
  const [most, setMost] = useState(1000);
  const [service, setService] = useState('');
  const [days, setDays] = useState(0);
  if (comparable.length === 0) return null;
  const begin = () =>
    start.mutate(
      {
        decisionId: decisionId || (comparable[0]?.decisionId ?? ''),
        most,
        ...(service && { service }),
        ...(days > 0 && { from: daysAgo(days) }),
      },
      { onSuccess: ({ id }) => onStarted(id) },
    );
  return (
    <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
      <TextField
        select
        fullWidth={false}
        label={t('whatIf.decision')}
        value={decisionId || (comparable[0]?.decisionId ?? '')}
        onChange={(event) => setDecisionId(event.target.value)}
        sx={{ minWidth: 200 }}
      >
        {comparable.map((one) => (
          <MenuItem key={one.decisionId} value={one.decisionId}>
            {one.name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        fullWidth={false}
        label={t('whatIf.most')}
        value={most}
        onChange={(event) => setMost(Number(event.target.value))}
      >
        {SIZES.map((size) => (
          <MenuItem key={size} value={size}>
            {formatNumber(size, locale)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        fullWidth={false}
        label={t('whatIf.service')}
        value={service}
        onChange={(event) => setService(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ minWidth: 200 }}
      >
        <MenuItem value="">{t('whatIf.allServices')}</MenuItem>
        {services.map(({ key, name }) => (
          <MenuItem key={key} value={key}>
            {pick(name)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        fullWidth={false}
        label={t('whatIf.since')}
        value={days}
        onChange={(event) => setDays(Number(event.target.value))}
      >
        <MenuItem value={0}>{t('whatIf.anyTime')}</MenuItem>
        {[30, 90, 365].map((count) => (
          <MenuItem key={count} value={count}>
            {t('whatIf.days', { number: formatNumber(count, locale) })}
          </MenuItem>
        ))}
      </TextField>
      <Button variant="contained" onClick={begin} disabled={start.isPending}>
        {t('whatIf.start')}
      </Button>
      {start.error && <ErrorNotice error={start.error} />}
    </Box>
  );
}
