import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission, useMe } from '#ui/shell/use-me.query.ts';
import { TaskAlert } from '../alerts/task-alert.tsx';
import { CaseBody } from '../case/case-body.tsx';
import { CaseHeader } from '../case/case-header.tsx';
import type { TaskFilter } from './task-filter.ts';
import { TaskForm } from './task-form.tsx';
import { TaskWork } from './task-work.tsx';
import { useTask, useTasks } from './use-tasks.query.ts';

type Props = { taskKey: string; filter: TaskFilter; onBack: () => void; onOpen: (taskKey: string) => void };

/** One task with its case: assignee, the citizen's text, the form, and further facts. */
export function TaskPanel({ taskKey, filter, onBack, onOpen }: Props) {
  const { t } = useTranslation(['desk', 'words']);
  const { pick } = useLocale();
  const task = useTask(taskKey);
  const { data: me } = useMe();
  const mayWork = useHasPermission('task:work');
  const next = useNextTaskKey(taskKey, filter);
  if (task.isPending)
    return (
      <Box sx={{ p: 2 }}>
        <TextSkeleton lines={8} />
      </Box>
    );
  if (!task.data)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={task.error} onRetry={() => void task.refetch()} />
      </Box>
    );
  const { request, state, assignee } = task.data;
  const mine = state === 'created' && assignee !== null && assignee === me?.username;
  const form = mine && mayWork && <TaskForm task={task.data} />;
  return (
    <Box sx={{ p: { xs: 1.5, md: 2.5 } }}>
      <CaseHeader
        service={request?.service ?? ''}
        trackingCode={request?.trackingCode}
        status={request?.status}
        priority={request?.priority}
        dueAt={task.data.dueAt}
        startedAt={task.data.createdAt}
        done={task.data.state !== 'created'}
        kind={task.data.name ? pick(task.data.name) : t('words:unnamedTask')}
        onBack={onBack}
      />
      <Stack spacing={3} sx={{ mt: 2 }}>
        <TaskWork task={task.data} onNext={next ? () => onOpen(next) : undefined} />
        {task.data.processKey === 'citizen-alert' && task.data.subjectId ? (
          <TaskAlert id={task.data.subjectId} work={form} />
        ) : request ? (
          <CaseBody requestId={request.id} work={form} />
        ) : (
          form
        )}
      </Stack>
    </Box>
  );
}

/** Key of the task after this one in the loaded list. */
function useNextTaskKey(taskKey: string, filter: TaskFilter): string | undefined {
  const items = useTasks(filter).data?.pages.flatMap((page) => page.items) ?? [];
  const here = items.findIndex(({ key }) => key === taskKey);
  return items[here + 1]?.key ?? items.find(({ key }) => key !== taskKey)?.key;
}
