import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { CaseBody } from '../case/case-body.tsx';
import { CaseHeader } from '../case/case-header.tsx';
import { useRequestByCode } from './use-requests.query.ts';

const SETTLED = new Set(['answered', 'closed', 'withdrawn']);

/** One request, by its tracking code. */
export function RequestPanel({ code, onBack }: { code: string; onBack: () => void }) {
  const { t } = useTranslation('desk');
  const request = useRequestByCode(code);
  if (request.isPending)
    return (
      <Box sx={{ p: 2 }}>
        <TextSkeleton lines={8} />
      </Box>
    );
  if (request.data === undefined)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={request.error} onRetry={() => void request.refetch()} />
      </Box>
    );
  if (request.data === null)
    return <EmptyState title={t('list.noRequests')}>{t('list.noRequestsText')}</EmptyState>;
  const { id, service, trackingCode, status, priority, dueAt, receivedAt } = request.data;
  return (
    <Box sx={{ p: { xs: 1.5, md: 2.5 } }}>
      <CaseHeader
        service={service}
        trackingCode={trackingCode}
        status={status}
        priority={priority}
        dueAt={dueAt}
        startedAt={receivedAt}
        done={SETTLED.has(status)}
        onBack={onBack}
      />
      <Box sx={{ mt: 2 }}>
        <CaseBody requestId={id} />
      </Box>
    </Box>
  );
}
