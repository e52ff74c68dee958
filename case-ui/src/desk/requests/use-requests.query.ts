import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { RequestPage } from '#common/contract/requests.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import type { RequestFilter } from './request-filter.ts';

const PAGE_SIZE = 50;

export function useRequests(filter: RequestFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['requests', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<RequestPage>(
        '/requests',
        { ...filter, limit: PAGE_SIZE, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Reads the request with a tracking code; null if there is none that this user may see. */
export function useRequestByCode(code: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['requests', 'by-code', code],
    queryFn: async ({ signal }) =>
      (await api.get<RequestPage>('/requests', { q: code, limit: 1 }, signal)).items[0] ?? null,
  });
}
