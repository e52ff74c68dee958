import { useQuery } from '@tanstack/react-query';
import type { Modelling } from '#common/contract/index.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useDepartments } from '#ui/reference/use-reference.query.ts';

/** Reads what a diagram may refer to: forms, workers, processes, decisions, element templates and
 *  departments, including changes of the draft itself. Refetched whenever a diagram is opened, so that a form
 *  created meanwhile is included. */
export function useModelling(draftId: string) {
  const api = useApi();
  const modelling = useQuery({
    queryKey: ['modelling', draftId],
    queryFn: ({ signal }) => api.get<Modelling>('/modelling', { draftId }, signal),
    staleTime: 60_000,
    gcTime: 0,
  });
  const departments = useDepartments();
  return {
    modelling: modelling.data,
    departments: departments.data,
    error: modelling.error ?? departments.error,
    refetch: () => void Promise.all([modelling.refetch(), departments.refetch()]),
  };
}
