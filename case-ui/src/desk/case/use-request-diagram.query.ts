import { useQuery } from '@tanstack/react-query';
import type { RequestDiagram } from '#common/contract/request-diagrams.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Position of a request in its processes. */
export function useRequestDiagram(requestId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['request', requestId, 'diagram'],
    queryFn: ({ signal }) => api.get<RequestDiagram>(`/requests/${requestId}/diagram`, {}, signal),
  });
}
