import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestRun } from '#common/contract/test-runs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { EffectsLog } from './effects-log.tsx';
import { HiddenCount } from './hidden-count.tsx';
import { NextSteps } from './next-steps.tsx';
import { badgesOf, marksOf } from './test-run-marks.ts';
import { TestRunVariablesTable } from './test-run-variables-table.tsx';
import { useTestRunAction } from './use-test-runs.mutation.ts';
import { useTestRun, useTestRunFiles } from './use-test-runs.query.ts';

/** Interval of keepalives. A test run without any is abandoned after twenty minutes. */
const KEEPALIVE_INTERVAL_MS = 120_000;

type Props = { id: string; onAgain: () => void };

/** A test run: its position, its next steps, and its suppressed side effects. */
export function TestRunPage({ id, onAgain }: Props) {
  const { data: run, error, refetch } = useTestRun(id);
  const { mutate: step } = useTestRunAction(id);
  const ended = run?.state === 'ended';
  useEffect(() => {
    if (ended) return;
    const timer = setInterval(
      () => step((api) => api('keepTestRun', { params: { id } })),
      KEEPALIVE_INTERVAL_MS,
    );
    return () => clearInterval(timer);
  }, [ended, step, id]);
  if (error && !run) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!run) return <TextSkeleton />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Head run={run} onAgain={onAgain} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Path run={run} />
      <NextSteps run={run} />
      <EffectsLog run={run} />
    </Box>
  );
}

function Head({ run, onAgain }: { run: TestRun; onAgain: () => void }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const step = useTestRunAction(run.id);
  const ended = run.state === 'ended';
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Chip
          color={run.result === 'completed' ? 'success' : ended ? 'default' : 'primary'}
          label={run.result ? t(`result.${run.result}`) : t(`state.${run.fast ? 'fast' : run.state}`)}
        />
        <Typography variant="body2" color="text.secondary">
          {t('clock', { at: formatMoment(run.now, locale) })}
        </Typography>
        <Box sx={{ flex: 1 }} />
        {!ended && !run.fast && (
          <Button
            onClick={() => step.mutate((api) => api('hurryTestRun', { params: { id: run.id } }))}
            disabled={step.isPending}
          >
            {t('goFast')}
          </Button>
        )}
        {!ended && (
          <Button
            color="error"
            onClick={() => step.mutate((api) => api('leaveTestRun', { params: { id: run.id } }))}
            disabled={step.isPending}
          >
            {t('leave')}
          </Button>
        )}
        <Button variant={ended ? 'contained' : 'text'} onClick={onAgain}>
          {t('again')}
        </Button>
      </Box>
      <Typography variant="body2">{t('nothingLeaves')}</Typography>
      {!run.upToDate && <Alert severity="info">{t('outdated')}</Alert>}
      {run.problem && !ended && <Alert severity="warning">{t(`problem.${run.problem}`)}</Alert>}
      {run.incidents.map(({ elementId, name, errorType, message }, at) => (
        <Alert key={`${elementId} ${at}`} severity="error">
          {t('standsStill', { name: pick(name) })} <bdi dir="ltr">{`${errorType}: ${message}`}</bdi>
        </Alert>
      ))}
      <HiddenCount what="incidents" count={run.more.incidents} />
      {step.error && <ErrorNotice error={step.error} />}
    </>
  );
}

/** Diagrams of all processes involved; called ones below their callers. */
function Path({ run }: { run: TestRun }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const { data: files } = useTestRunFiles(run.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const deepest = run.instances.findLast(({ state }) => state === 'active') ?? run.instances[0];
  const instance = run.instances.find(({ key }) => key === chosen) ?? deepest;
  const marks = useMemo(() => (instance ? marksOf(run, instance) : {}), [run, instance]);
  const badges = useMemo(
    () => (instance ? badgesOf(instance, (value) => formatNumber(value, locale)) : []),
    [instance, locale],
  );
  const xml = files?.get(`${instance?.processKey}.bpmn`);
  if (!instance || !xml) return <TextSkeleton />;
  const name = pick(instance.name);
  return (
    <Box>
      {run.instances.length > 1 && (
        <Tabs
          value={instance.key}
          onChange={(_event, key: string) => setChosen(key)}
          variant="scrollable"
          aria-label={t('processes')}
        >
          {run.instances.map((one) => (
            <Tab key={one.key} value={one.key} label={`${pick(one.name)} · ${t(`instance.${one.state}`)}`} />
          ))}
        </Tabs>
      )}
      <HiddenCount what="instances" count={run.more.instances} />
      <DiagramView xml={xml} name={name} marks={marks} badges={badges} height={420} />
      <TestRunVariablesTable instance={instance} />
    </Box>
  );
}
