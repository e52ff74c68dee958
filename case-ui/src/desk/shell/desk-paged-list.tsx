import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';

type Page = { items: unknown[] };
type Props<P extends Page> = {
  query: UseInfiniteQueryResult<InfiniteData<P>>;
  label: string;
  empty: ReactNode;
  /** The number of items, in words. */
  count: (pages: P[]) => string;
  row: (item: P['items'][number]) => ReactNode;
};

/** Paged list: skeleton, error, empty state, rows, and the button for more. */
export function DeskPagedList<P extends Page>({ query, label, empty, count, row }: Props<P>) {
  const { t } = useTranslation('desk');
  if (query.isPending) return <RowsSkeleton />;
  if (!query.data)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      </Box>
    );
  const { pages } = query.data;
  const items = pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      <Typography
        variant="caption"
        component="p"
        role="status"
        sx={{ px: 1.5, py: 0.5, color: 'text.secondary' }}
      >
        {count(pages)}
      </Typography>
      <Box
        component="ul"
        aria-label={label}
        sx={{ listStyle: 'none', m: 0, p: 0, borderTop: 1, borderColor: 'divider' }}
      >
        {items.map(row)}
      </Box>
      {query.hasNextPage && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button
            variant="outlined"
            onClick={() => void query.fetchNextPage()}
            disabled={query.isFetchingNextPage}
          >
            {query.isFetchingNextPage ? t('list.loadingMore') : t('list.more')}
          </Button>
        </Box>
      )}
    </>
  );
}
