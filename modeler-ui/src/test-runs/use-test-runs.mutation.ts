import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StartTestRun, TestRun } from '#common/contract/test-runs.ts';
import type { StartWhatIf, WhatIfSummary } from '#common/contract/what-ifs.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Starts a test run of the draft as it is on the server. */
export function useStartTestRun(draftId: string, flush: (() => Promise<void>) | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (start: StartTestRun) => {
      await flush?.();
      return api.post<TestRun>(`/drafts/${draftId}/test-runs`, start);
    },
    onSuccess: (run) => {
      queries.setQueryData(['test-run', run.id], run);
      void queries.invalidateQueries({ queryKey: ['test-runs', draftId] });
    },
  });
}

/** Performs an action on a test run: posts a body to a path below it. */
export function useTestRunAction(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body = {} }: { path: string; body?: object }) =>
      api.post<void>(`/test-runs/${id}/${path}`, body),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['test-run', id] }),
        queries.invalidateQueries({ queryKey: ['test-runs'] }),
      ]),
  });
}

/** Starts a what-if comparison. */
export function useStartWhatIf(draftId: string, flush: (() => Promise<void>) | undefined) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (start: StartWhatIf) => {
      await flush?.();
      return api.post<WhatIfSummary>(`/drafts/${draftId}/what-ifs`, start);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['what-ifs', draftId] }),
  });
}

/** Stops a what-if comparison. */
export function useCancelWhatIf(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<void>(`/what-ifs/${id}/cancel`, {}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['what-if', id] }),
  });
}
