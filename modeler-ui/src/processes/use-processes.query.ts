import { useQuery } from '@tanstack/react-query';
import type { ProcessDefinitionPage } from '../../../api/contract/process-definitions.ts';
import { useApi } from '../../../ui/api/api-provider.tsx';

/** The versions of the processes, the newest first. */
export function useProcesses() {
  const api = useApi();
  return useQuery({
    queryKey: ['process-definitions'],
    queryFn: ({ signal }) => api.get<ProcessDefinitionPage>('/process-definitions', {}, signal),
  });
}
