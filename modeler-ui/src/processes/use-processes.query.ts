import { useQuery } from '@tanstack/react-query';
import type { ProcessApplications } from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** All processes with their running instances and open drafts. */
export function useProcesses() {
  const api = useApi();
  return useQuery({
    queryKey: ['processes'],
    queryFn: ({ signal }) => api.get<ProcessApplications>('/processes', {}, signal),
  });
}
