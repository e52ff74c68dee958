import { useQuery } from '@tanstack/react-query';
import type { ProcessApplications } from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Every process with what runs of it and the drafts under way. */
export function useProcesses() {
  const api = useApi();
  return useQuery({
    queryKey: ['processes'],
    queryFn: ({ signal }) => api.get<ProcessApplications>('/processes', {}, signal),
  });
}
