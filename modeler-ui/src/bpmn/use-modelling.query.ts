import { useApiQuery } from '#ui/api/queries.ts';
import { useDepartments } from '#ui/reference/use-reference.query.ts';

/** Reads what a diagram may refer to: forms, workers, processes, decisions, element templates and
 *  departments, including changes of the draft itself. Refetched whenever a diagram is opened, so that a form
 *  created meanwhile is included. */
export function useModelling(draftId: string) {
  const modelling = useApiQuery('readModelling', { query: { draftId } }, { staleTime: 60_000, gcTime: 0 });
  const departments = useDepartments();
  return {
    modelling: modelling.data,
    departments: departments.data,
    error: modelling.error ?? departments.error,
    refetch: () => void Promise.all([modelling.refetch(), departments.refetch()]),
  };
}
