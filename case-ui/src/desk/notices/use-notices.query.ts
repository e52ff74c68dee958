import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

const PAGE_SIZE = 30;

/** The number of unread notices comes with any page of them. */
const ONE_NOTICE = { query: { limit: 1 } };

/** The user's own notices, page by page. */
export const useNotices = (onlyUnread: boolean) =>
  useApiPages(
    'listNotices',
    { query: { limit: PAGE_SIZE, ...(onlyUnread && { unread: 'true' }) } },
    { placeholderData: keepPreviousData },
  );

/** Number of unread notices. */
export const useUnreadNotices = () =>
  useApiQuery('listNotices', ONE_NOTICE, { select: (page) => page.unread });

/** Marks notices as read; without ids, all of them. */
export function useReadNotices() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) => api('readNotices', { body: ids ? { ids } : {} }),
    onSuccess: ({ unread }) =>
      queries.setQueryData(queryKey('listNotices', ONE_NOTICE), (page) => page && { ...page, unread }),
    onSettled: () => invalidate(queries, 'listNotices'),
  });
}
