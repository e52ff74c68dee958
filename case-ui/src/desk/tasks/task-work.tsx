import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#common/contract/tasks.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { useHasPermission, useMe } from '#ui/shell/use-me.query.ts';
import { AssignForm } from './assign-form.tsx';
import { useClaimTask, useUnclaimTask } from './use-task-commands.mutation.ts';

/** Scrolls an element into view when it appears. */
const scrollIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** The assignee of a task, and what this user can do about it: claim it, release it, or assign it. */
export function TaskWork({ task, onNext }: { task: Task; onNext: (() => void) | undefined }) {
  const { t } = useTranslation('desk');
  const announce = useAnnounce();
  const { data: me } = useMe();
  const mayWork = useHasPermission('task:work');
  const mayAssign = useHasPermission('task:assign');
  const claim = useClaimTask(task);
  const release = useUnclaimTask(task);
  const [assigning, setAssigning] = useState(false);
  const mine = task.assignee !== null && task.assignee === me?.username;
  const inQueue = [task.queue, ...task.handedTo].some((queue) => me?.queues.includes(queue));
  const busy = claim.isPending || release.isPending;
  const nextButton = onNext && (
    <Button color="inherit" onClick={onNext}>
      {t('task.next')}
    </Button>
  );

  if (task.state === 'completed')
    return (
      <Alert ref={scrollIntoView} severity="success" action={nextButton}>
        {t('task.done')}
      </Alert>
    );
  if (task.state === 'canceled')
    return (
      <Alert severity="info" action={nextButton}>
        {t('task.canceled')}
      </Alert>
    );
  const holder =
    task.assignee === null
      ? t('task.free')
      : mine
        ? t('task.mine')
        : t('task.assigned', { assignee: task.assignee });
  const canClaim = task.assignee === null && mayWork && inQueue && task.barred === null;
  return (
    <Stack spacing={2} component="section">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        {canClaim && (
          <Button
            variant="contained"
            disabled={busy}
            onClick={() => claim.mutate(undefined, { onSuccess: () => announce(t('task.said.claimed')) })}
          >
            {claim.isPending ? t('task.claiming') : t('task.claim')}
          </Button>
        )}
        <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
          {holder}
        </Typography>
        {mine && (
          <Button
            variant="outlined"
            disabled={busy}
            onClick={() => release.mutate(undefined, { onSuccess: () => announce(t('task.said.released')) })}
          >
            {t('task.release')}
          </Button>
        )}
        {mayAssign && inQueue && !assigning && (
          <Button variant="outlined" onClick={() => setAssigning(true)}>
            {t('task.assign')}
          </Button>
        )}
      </Box>
      {task.barred && task.assignee === null && inQueue && (
        <Alert severity="info">{t(`task.barred.${task.barred}`)}</Alert>
      )}
      {assigning && <AssignForm task={task} onDone={() => setAssigning(false)} />}
      {claim.isError && <ErrorNotice error={claim.error} />}
      {release.isError && <ErrorNotice error={release.error} />}
      {(claim.data?.pending || release.data?.pending) && <Alert severity="info">{t('task.pending')}</Alert>}
    </Stack>
  );
}
