import { useQuery } from '@tanstack/react-query';
import type { Department, Modelling } from '../../../api/contract/index.ts';
import { useApi } from '../../../ui/api/api-provider.tsx';

/** What a diagram may refer to: forms, workers, processes, decisions, ready steps, departments; with
 *  what the draft itself changes. */
export function useModelling(draftId: string) {
  const api = useApi();
  const modelling = useQuery({
    queryKey: ['modelling', draftId],
    queryFn: ({ signal }) => api.get<Modelling>('/modelling', { draftId }, signal),
    staleTime: 60_000,
  });
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: ({ signal }) => api.get<{ items: Department[] }>('/departments', {}, signal),
    staleTime: 600_000,
  });
  return {
    modelling: modelling.data,
    departments: departments.data?.items,
    error: modelling.error ?? departments.error,
    refetch: () => void Promise.all([modelling.refetch(), departments.refetch()]),
  };
}
