import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StartTestRun } from '#common/contract/test-runs.ts';
import type { StartWhatIf } from '#common/contract/what-ifs.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import type { ApiClient } from '#ui/api/client.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

/** Starts a test run of the draft as it is on the server. */
export function useStartTestRun(draftId: string, flush: (() => Promise<void>) | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: StartTestRun) => {
      await flush?.();
      return api('startTestRun', { params: { draftId }, body });
    },
    onSuccess: (run) => {
      queries.setQueryData(queryKey('getTestRun', { params: { id: run.id } }), run);
      void invalidate(queries, queryKey('listTestRuns', { params: { draftId } }));
    },
  });
}

/** Performs an action on a test run, and refetches the run. */
export function useTestRunAction(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: (api: ApiClient) => Promise<undefined>) => act(api),
    onSettled: () => invalidate(queries, queryKey('getTestRun', { params: { id } }), 'listTestRuns'),
  });
}

/** Starts a what-if comparison. */
export function useStartWhatIf(draftId: string, flush: (() => Promise<void>) | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: StartWhatIf) => {
      await flush?.();
      return api('startWhatIf', { params: { draftId }, body });
    },
    onSuccess: () => invalidate(queries, queryKey('listWhatIfs', { params: { draftId } })),
  });
}

/** Stops a what-if comparison. */
export function useCancelWhatIf(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api('cancelWhatIf', { params: { id } }),
    onSettled: () => invalidate(queries, queryKey('getWhatIf', { params: { id } })),
  });
}
