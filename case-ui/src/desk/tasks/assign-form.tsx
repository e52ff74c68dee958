import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#common/contract/tasks.ts';
import { useApiQuery } from '#ui/api/queries.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { FormSkeleton } from '#ui/components/skeletons.tsx';
import { useAssignTask } from './use-task-commands.mutation.ts';

/** Assigns a task to a colleague in its department. */
export function AssignForm({ task, onDone }: { task: Task; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const announce = useAnnounce();
  const assign = useAssignTask(task);
  const [assignee, setAssignee] = useState('');
  const staff = useApiQuery(
    'listDepartmentStaff',
    { params: { slug: task.queue } },
    { select: ({ items }) => items },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (assignee === '') return;
    assign.mutate(assignee, {
      onSuccess: () => {
        announce(t('task.said.assigned'));
        onDone();
      },
    });
  };
  if (staff.isPending) return <FormSkeleton fields={1} />;
  if (!staff.data) return <ErrorNotice error={staff.error} onRetry={() => void staff.refetch()} />;
  return (
    <Stack component="form" spacing={1} onSubmit={submit} sx={{ maxWidth: 420 }}>
      {staff.data.length === 0 ? (
        <Typography variant="body2">{t('task.assignNone')}</Typography>
      ) : (
        <Box sx={{ display: 'flex' }}>
          <FilterSelect
            id="assignee"
            label={t('task.assignTo')}
            value={assignee}
            options={[
              { value: '', label: t('task.choose') },
              ...staff.data.map(({ username, name }) => ({ value: username, label: name })),
            ]}
            onChange={setAssignee}
          />
        </Box>
      )}
      {assign.isError && <ErrorNotice error={assign.error} />}
      <Stack direction="row" spacing={1}>
        <Button type="submit" variant="contained" disabled={assignee === '' || assign.isPending}>
          {t('task.assignDo')}
        </Button>
        <Button onClick={onDone}>{t('task.cancel')}</Button>
      </Stack>
    </Stack>
  );
}
