import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#common/contract/tasks.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { FormSkeleton } from '#ui/components/skeletons.tsx';
import { StoredForm } from '#ui/form/stored-form.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useForm } from '#ui/reference/use-reference.query.ts';
import { useCompletion } from './use-completion.ts';
import { useFormDraft } from './use-form-draft.ts';

/** Form of a task assigned to this user. */
export function TaskForm({ task }: { task: Task }) {
  const { t } = useTranslation('desk');
  const { locale } = useLocale();
  const announce = useAnnounce();
  const form = useForm(task.formKey);
  const departments = useDepartments();
  const { data, submissionId, change, clear } = useFormDraft(task.key);
  const { complete, phase } = useCompletion(task);
  const [ready, setReady] = useState(false);
  const onReady = useCallback(() => setReady(true), []);
  const formId = `task-${task.key}`;
  const busy = complete.isPending || phase !== 'open';

  const submit = (filled: Record<string, unknown>) => {
    if (busy) return;
    complete.mutate(
      { data: filled, submissionId },
      {
        onSuccess: () => {
          clear();
          announce(t('task.said.completed'));
        },
      },
    );
  };

  if (form.isPending && task.formKey) return <FormSkeleton />;
  if (!form.data) return <ErrorNotice error={form.error} onRetry={() => void form.refetch()} />;
  const title = form.data.texts[locale][form.data.title.slice(1)] ?? '';
  return (
    <Paper variant="outlined" sx={{ p: 2, maxWidth: 720 }}>
      <Stack spacing={2}>
        <Typography variant="h2">{title}</Typography>
        <StoredForm
          id={formId}
          form={form.data}
          data={data}
          disabled={busy}
          departments={departments.data ?? []}
          onReady={onReady}
          onChange={change}
          onSubmit={submit}
        />
        {complete.isError && <ErrorNotice error={complete.error} kept />}
        {phase === 'pending' && <Alert severity="info">{t('task.pending')}</Alert>}
        {phase === 'slow' && <Alert severity="warning">{t('task.slow')}</Alert>}
        <Box>
          <Button type="submit" form={formId} variant="contained" disabled={busy || !ready}>
            {busy ? t('task.submitting') : t('task.submit')}
          </Button>
        </Box>
      </Stack>
    </Paper>
  );
}
