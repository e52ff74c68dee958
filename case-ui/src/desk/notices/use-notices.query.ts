import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { NoticePage } from '#common/contract/notices.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const PAGE_SIZE = 30;

/** The user's own notices, page by page. */
export function useNotices(onlyUnread: boolean) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['notices', 'list', { onlyUnread }],
    queryFn: ({ pageParam, signal }) =>
      api.get<NoticePage>(
        '/notices',
        { limit: PAGE_SIZE, ...(onlyUnread && { unread: 'true' }), ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Number of unread notices. */
export function useUnreadNotices() {
  const api = useApi();
  return useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: async ({ signal }) => (await api.get<NoticePage>('/notices', { limit: 1 }, signal)).unread,
  });
}

/** Marks notices as read; without ids, all of them. */
export function useReadNotices() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) => api.post<{ unread: number }>('/notices/read', ids ? { ids } : {}),
    onSuccess: ({ unread }) => queries.setQueryData(['notices', 'unread'], unread),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  });
}
