import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestRun } from '#common/contract/test-runs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { HiddenCount } from './hidden-count.tsx';
import { JsonField, readObject, writeObject } from './json-field.tsx';
import { TestTask } from './test-task.tsx';
import { useTestRunAction } from './use-test-runs.mutation.ts';

/** Next steps of a test run: forms to fill in, messages to send, time to advance. */
export function NextSteps({ run }: { run: TestRun }) {
  const { t } = useTranslation('testRuns');
  if (run.state === 'ended') return null;
  const nothing = run.tasks.length + run.messages.length + run.timers.length === 0;
  return (
    <Box component="section" sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <Typography component="h2" variant="h6">
        {t('next')}
      </Typography>
      {nothing && <Typography color="text.secondary">{t('nothingNext')}</Typography>}
      {run.tasks.map((task) => (
        <TestTask key={task.taskKey} run={run} task={task} />
      ))}
      <HiddenCount what="tasks" count={run.more.tasks} />
      {run.timers.length > 0 && <Timers run={run} />}
      {run.messages.map((message) => (
        <Message key={message.awaitedKey} run={run} message={message} />
      ))}
      <HiddenCount what="awaited" count={run.more.awaited} />
    </Box>
  );
}

function Timers({ run }: { run: TestRun }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const step = useTestRunAction(run.id);
  return (
    <Card variant="outlined" sx={{ p: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>{t('timers')}</Typography>
      <Typography variant="body2" color="text.secondary">
        {t('timersHint')}
      </Typography>
      {run.timers.map(({ awaitedKey, name, time, dueAt }) => (
        <Box key={awaitedKey} sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', mt: 1 }}>
          <Typography sx={{ flex: 1, minWidth: 200 }}>
            {pick(name)} <bdi dir="ltr">{time}</bdi>
            {dueAt && (
              <Typography component="span" variant="body2" color="text.secondary">
                {' '}
                {formatMoment(dueAt, locale)}
              </Typography>
            )}
          </Typography>
          <Button
            size="small"
            variant="outlined"
            disabled={step.isPending}
            onClick={() => step.mutate((api) => api('skipTestTimer', { params: { id: run.id, awaitedKey } }))}
          >
            {t('skipTo')}
          </Button>
        </Box>
      ))}
      {step.error && <ErrorNotice error={step.error} />}
    </Card>
  );
}

function Message({ run, message }: { run: TestRun; message: TestRun['messages'][number] }) {
  const { t } = useTranslation('testRuns');
  const { pick } = useLocale();
  const step = useTestRunAction(run.id);
  const [text, setText] = useState(() => writeObject(message.example));
  const variables = readObject(text);
  const send = () => {
    const { awaitedKey } = message;
    if (variables)
      step.mutate((api) =>
        api('sendTestMessage', { params: { id: run.id, awaitedKey }, body: { variables } }),
      );
  };
  return (
    <Card variant="outlined" sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography sx={{ flex: 1, minWidth: 200 }}>
          {t('message')} {pick(message.name)} <bdi dir="ltr">({message.message})</bdi>
        </Typography>
        <Button size="small" variant="outlined" disabled={!variables || step.isPending} onClick={send}>
          {t('send')}
        </Button>
      </Box>
      {Object.keys(message.example).length > 0 && (
        <JsonField label={t('variables')} text={text} onChange={setText} />
      )}
      {step.error && <ErrorNotice error={step.error} />}
    </Card>
  );
}
