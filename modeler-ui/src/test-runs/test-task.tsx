import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import type { TestRun } from '#common/contract/test-runs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { StoredForm } from '#ui/form/stored-form.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments } from '#ui/reference/use-reference.query.ts';
import { useTestRunAction } from './use-test-runs.mutation.ts';
import { useTestRunFiles } from './use-test-runs.query.ts';

type Props = { run: TestRun; task: TestRun['tasks'][number] };

/** Form of a user task in a test run, prefilled with example data. Any user may fill it in. */
export function TestTask({ run, task }: Props) {
  const { t } = useTranslation('testRuns');
  const { pick } = useLocale();
  const { data: files } = useTestRunFiles(run.id);
  const { data: departments = [] } = useDepartments();
  const step = useTestRunAction(run.id);
  const [data, setData] = useState<Record<string, unknown>>(task.example ?? {});
  const [ready, setReady] = useState(false);
  const source = files?.get(`forms/${task.formKey}.json`);
  const form = useMemo(() => readForm(source), [source]);
  const id = `test-task-${task.taskKey}`;
  const send = (filled: Record<string, unknown>) =>
    step.mutate((api) =>
      api('completeTestTask', { params: { id: run.id, taskKey: task.taskKey }, body: { data: filled } }),
    );
  return (
    <Card variant="outlined" sx={{ p: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>{pick(task.name)}</Typography>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {t('forWhom')} <bdi dir="ltr">{candidatesIn(task.forWhom)}</bdi>
      </Typography>
      {form && (
        <StoredForm
          id={id}
          form={form}
          data={data}
          departments={departments}
          disabled={step.isPending}
          onReady={() => setReady(true)}
          onChange={setData}
          onSubmit={send}
        />
      )}
      {step.error && <ErrorNotice error={step.error} kept />}
      <Box sx={{ mt: 1 }}>
        {form ? (
          <Button type="submit" form={id} variant="contained" disabled={!ready || step.isPending}>
            {t('complete')}
          </Button>
        ) : (
          <Button variant="contained" disabled={step.isPending} onClick={() => send({})}>
            {t('complete')}
          </Button>
        )}
      </Box>
    </Card>
  );
}

/** Parses candidate groups or the assignee from JSON. */
function candidatesIn(json: string | null): string {
  const value: unknown = json === null ? null : JSON.parse(json);
  return [value].flat().filter(Boolean).join(', ') || '–';
}

function readForm(source: string | undefined): Form | undefined {
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source) as Form;
  } catch {
    return undefined;
  }
}
