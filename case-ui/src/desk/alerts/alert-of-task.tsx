import Box from '@mui/material/Box';
import { ErrorNotice } from '#ui/pieces/error-notice.tsx';
import { TextSkeleton } from '#ui/pieces/skeletons.tsx';
import { AlertFacts } from './alert-facts.tsx';
import { useAlert } from './use-alerts.query.ts';

/** The alert on which a task decides. */
export function AlertOfTask({ id }: { id: string }) {
  const alert = useAlert(id);
  if (alert.isPending) return <TextSkeleton lines={6} />;
  if (!alert.data) return <ErrorNotice error={alert.error} onRetry={() => void alert.refetch()} />;
  return (
    <Box>
      <AlertFacts alert={alert.data} />
    </Box>
  );
}
