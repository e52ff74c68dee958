import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { RequestSummary } from '../../../../api/contract/requests.ts';
import { formatNumber } from '../../../../ui/format/numbers.ts';
import { useLocale } from '../../../../ui/i18n/use-locale.ts';
import { EmptyState } from '../../../../ui/pieces/empty-state.tsx';
import { ErrorNotice } from '../../../../ui/pieces/error-notice.tsx';
import { RowsSkeleton } from '../../../../ui/pieces/skeletons.tsx';
import { useServices } from '../../reference/use-reference.query.ts';
import type { RequestFilter } from './request-filter.ts';
import { RequestRow } from './request-row.tsx';
import { useRequests } from './use-requests.query.ts';

type Props = {
  filter: RequestFilter;
  openCode: string | undefined;
  pathOf: (request: RequestSummary) => string;
  onClear: () => void;
};

export function RequestList({ filter, openCode, pathOf, onClear }: Props) {
  const { t } = useTranslation('desk');
  const { locale, pick } = useLocale();
  const requests = useRequests(filter);
  const services = useServices();
  const items = requests.data?.pages.flatMap((page) => page.items) ?? [];
  if (requests.isPending) return <RowsSkeleton />;
  if (!requests.data)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={requests.error} onRetry={() => void requests.refetch()} />
      </Box>
    );
  if (items.length === 0)
    return (
      <EmptyState
        title={t('list.noRequests')}
        action={
          <Button variant="outlined" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        }
      >
        {t('list.noRequestsText')}
      </EmptyState>
    );
  return (
    <>
      <Typography
        variant="caption"
        component="p"
        role="status"
        sx={{ px: 1.5, py: 0.5, color: 'text.secondary' }}
      >
        {t('list.shown', { count: items.length, value: formatNumber(items.length, locale) })}
      </Typography>
      <Box
        component="ul"
        aria-label={t('list.requests')}
        sx={{ listStyle: 'none', m: 0, p: 0, borderTop: 1, borderColor: 'divider' }}
      >
        {items.map((request) => {
          const service = services.data?.find(({ key }) => key === request.service);
          return (
            <RequestRow
              key={request.id}
              request={request}
              to={pathOf(request)}
              open={request.trackingCode === openCode}
              subject={service ? pick(service.name) : request.service}
            />
          );
        })}
      </Box>
      {requests.hasNextPage && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button
            variant="outlined"
            onClick={() => void requests.fetchNextPage()}
            disabled={requests.isFetchingNextPage}
          >
            {requests.isFetchingNextPage ? t('list.loadingMore') : t('list.more')}
          </Button>
        </Box>
      )}
    </>
  );
}
