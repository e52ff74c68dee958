import Box from '@mui/material/Box';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { AlertDetails } from './alert-details.tsx';
import { useAlert } from './use-alerts.query.ts';

/** The alert that a task decides on. */
export function TaskAlert({ id }: { id: string }) {
  const alert = useAlert(id);
  if (alert.isPending) return <TextSkeleton lines={6} />;
  if (!alert.data) return <ErrorNotice error={alert.error} onRetry={() => void alert.refetch()} />;
  return (
    <Box>
      <AlertDetails alert={alert.data} />
    </Box>
  );
}
