import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { PastUse } from '#common/contract/past-use.ts';
import type { TestRun, TestRunFiles, TestRunPlan, TestRuns } from '#common/contract/test-runs.ts';
import type { WhatIf, WhatIfRows, WhatIfs } from '#common/contract/what-ifs.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 700;

/** With what a draft can be tried. */
export function useTestRunPlan(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-run-plan', draftId],
    queryFn: ({ signal }) => api.get<TestRunPlan>(`/drafts/${draftId}/test-runs/plan`, {}, signal),
    gcTime: 0,
  });
}

/** The newest test runs of a draft. */
export function useTestRuns(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-runs', draftId],
    queryFn: ({ signal }) => api.get<TestRuns>(`/drafts/${draftId}/test-runs`, {}, signal),
  });
}

/** Where a run stands; read again and again until it has ended. */
export function useTestRun(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['test-run', id],
    queryFn: ({ signal }) => api.get<TestRun>(`/test-runs/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : POLL_INTERVAL_MS),
  });
}

/** The files as they were tried, by their names. */
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

/** The changed decisions of a draft and their comparisons. */
export function useWhatIfs(draftId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['what-ifs', draftId],
    queryFn: ({ signal }) => api.get<WhatIfs>(`/drafts/${draftId}/what-ifs`, {}, signal),
  });
}

/** What past cases took of the ways that a draft changes; counted anew each time it is shown, once what was typed is saved. */
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

/** One comparison; read again while it is under way. */
export function useWhatIf(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['what-if', id],
    queryFn: ({ signal }) => api.get<WhatIf>(`/what-ifs/${id}`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data && ['waiting', 'running'].includes(state.data.state) ? POLL_INTERVAL_MS : false,
  });
}

/** The requests that would have gone another way; `found` reads them again when there are more. */
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
