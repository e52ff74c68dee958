import Stack from '@mui/material/Stack';
import type { ReactNode } from 'react';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { AlertDetails } from './alert-details.tsx';
import { useAlert } from './use-alerts.query.ts';

/** The alert that a task decides on, and the `work` below it once the alert is there to be read. */
export function TaskAlert({ id, work }: { id: string; work: ReactNode }) {
  const alert = useAlert(id);
  if (alert.isPending) return <TextSkeleton lines={6} />;
  return (
    <Stack spacing={3}>
      {alert.data ? (
        <div>
          <AlertDetails alert={alert.data} />
        </div>
      ) : (
        <ErrorNotice error={alert.error} onRetry={() => void alert.refetch()} />
      )}
      {work}
    </Stack>
  );
}
