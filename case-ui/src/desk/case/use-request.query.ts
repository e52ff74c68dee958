import { useQuery } from '@tanstack/react-query';
import type { RequestView, TimelineEntry } from '#common/contract/requests.ts';
import { useApi } from '#ui/api/api-provider.tsx';

export function useRequest(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['request', id],
    queryFn: ({ signal }) => api.get<RequestView>(`/requests/${id}`, {}, signal),
  });
}

export function useTimeline(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['timeline', id],
    queryFn: ({ signal }) => api.get<TimelineEntry[]>(`/requests/${id}/timeline`, {}, signal),
  });
}
