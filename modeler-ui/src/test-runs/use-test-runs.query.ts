import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { PastUse } from '#common/contract/past-use.ts';
import type { TestRun, TestRunFiles, TestRunPlan, TestRuns } from '#common/contract/test-runs.ts';
import type { WhatIf, WhatIfRows, WhatIfs } from '#common/contract/what-ifs.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 700;

/** Options for test runs of a draft. */
export function useTestRunPlan(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-run-plan', draftId],
    queryFn: ({ signal }) => api.get<TestRunPlan>(`/drafts/${draftId}/test-runs/plan`, {}, signal),
    gcTime: 0,
  });
}

/** Latest test runs of a draft. */
export function useTestRuns(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-runs', draftId],
    queryFn: ({ signal }) => api.get<TestRuns>(`/drafts/${draftId}/test-runs`, {}, signal),
  });
}

/** State of a test run; polled until it ends. */
export function useTestRun(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-run', id],
    queryFn: ({ signal }) => api.get<TestRun>(`/test-runs/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : POLL_INTERVAL_MS),
  });
}

/** Files as they were in the test run, by name. */
export function useTestRunFiles(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-run-files', id],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { files } = await api.get<TestRunFiles>(`/test-runs/${id}/files`, {}, signal);
      return new Map(files.map(({ name, content }) => [name, content]));
    },
  });
}

/** Changed decisions of a draft and their comparisons. */
export function useWhatIfs(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['what-ifs', draftId],
    queryFn: ({ signal }) => api.get<WhatIfs>(`/drafts/${draftId}/what-ifs`, {}, signal),
  });
}

/** Counts how past cases used the paths that a draft changes. Recounted each time it is shown, after saving
 *  all input. */
export function usePastUse(draftId: string, last: number, flush?: () => Promise<void>) {
  const api = useApi();
  return useQuery({
    queryKey: ['past-use', draftId, last],
    queryFn: async ({ signal }) => {
      await flush?.();
      return api.get<PastUse>(`/drafts/${draftId}/past-use`, { last: String(last) }, signal);
    },
    staleTime: 0,
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });
}

/** One comparison; polled while it is in progress. */
export function useWhatIf(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['what-if', id],
    queryFn: ({ signal }) => api.get<WhatIf>(`/what-ifs/${id}`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data && ['waiting', 'running'].includes(state.data.state) ? POLL_INTERVAL_MS : false,
  });
}

/** Requests that would have had a different result; a change of `found` refetches them. */
export function useWhatIfRows(id: string, found: number) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['what-if-rows', id, found],
    queryFn: ({ pageParam, signal }) =>
      api.get<WhatIfRows>(`/what-ifs/${id}/rows`, pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
