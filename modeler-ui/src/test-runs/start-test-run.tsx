import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobAnswer, TestRunPlan } from '#common/contract/test-runs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { JsonField, readObject, writeObject } from './json-field.tsx';
import { useStartTestRun } from './use-test-runs.mutation.ts';
import { useTestRunPlan } from './use-test-runs.query.ts';
import { WorkerAnswers } from './worker-answers.tsx';

type Props = {
  draftId: string;
  flush: (() => Promise<void>) | undefined;
  openFile: ((name: string, elementId?: string) => void) | undefined;
  onStarted: (id: string) => void;
};

/** Options to start a test run of the draft, or the reason why it cannot be run. */
export function StartTestRun(props: Props) {
  const { t } = useTranslation('testRuns');
  const { data: plan, error, refetch } = useTestRunPlan(props.draftId);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!plan) return <TextSkeleton />;
  if (plan.cannot) {
    const { reason, file, elementId } = plan.cannot;
    return (
      <Alert
        severity="warning"
        action={
          props.openFile && (
            <Button onClick={() => props.openFile?.(file, elementId || undefined)}>{t('show')}</Button>
          )
        }
      >
        {t(`cannot.${reason}`)} <bdi dir="ltr">{[file, elementId].filter(Boolean).join(' · ')}</bdi>
      </Alert>
    );
  }
  return <Choose {...props} plan={plan} />;
}

function Choose({ draftId, flush, onStarted, plan }: Props & { plan: TestRunPlan }) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const [source, setSource] = useState('example');
  const [text, setText] = useState(() => writeObject(plan.example));
  const [answers, setAnswers] = useState<Record<string, JobAnswer>>({});
  const start = useStartTestRun(draftId, flush);
  const variables = readObject(text);

  const choose = (value: string) => {
    setSource(value);
    setText(writeObject(value === 'example' ? plan.example : (plan.past[Number(value)]?.variables ?? {})));
  };
  const begin = (fast: boolean) =>
    variables && start.mutate({ variables, answers, fast }, { onSuccess: ({ id }) => onStarted(id) });

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 840 }}>
      <Typography>{t('intro')}</Typography>
      <TextField
        select
        label={t('startWith')}
        value={source}
        onChange={(event) => choose(event.target.value)}
      >
        <MenuItem value="example">{t('exampleData')}</MenuItem>
        {plan.past.map(({ requests, facts }, at) => (
          <MenuItem key={at} value={String(at)}>
            {t('pastData', { count: requests, number: formatNumber(requests, locale) })}{' '}
            <bdi dir="ltr">
              {[facts['service'], facts['region'], facts['priority'], facts['channel']]
                .filter(Boolean)
                .join(' · ')}
            </bdi>
          </MenuItem>
        ))}
      </TextField>
      {plan.past.length > 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('pastIsAnonymous')}
        </Typography>
      )}
      <JsonField label={t('variables')} text={text} onChange={setText} rows={14} />
      <WorkerAnswers plan={plan} answers={answers} onChange={setAnswers} />
      {start.error && <ErrorNotice error={start.error} kept />}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="contained" disabled={!variables || start.isPending} onClick={() => begin(false)}>
          {t('startByHand')}
        </Button>
        <Button variant="outlined" disabled={!variables || start.isPending} onClick={() => begin(true)}>
          {t('startFast')}
        </Button>
      </Box>
    </Box>
  );
}
