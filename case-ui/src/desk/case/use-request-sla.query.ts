import { useQuery } from '@tanstack/react-query';
import type { RequestSla } from '#common/contract/sla.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Current clocks of a request. */
export function useRequestSla(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['sla', id],
    queryFn: ({ signal }) => api.get<RequestSla>(`/requests/${id}/sla`, {}, signal),
  });
}
