import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TestRunFiles } from '#common/contract/test-runs.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { queryKey } from '#ui/api/query-keys.ts';

const POLL_INTERVAL_MS = 700;

/** Options for test runs of a draft. */
export const useTestRunPlan = (draftId: string) =>
  useApiQuery('planTestRun', { params: { draftId } }, { gcTime: 0 });

/** Latest test runs of a draft. */
export const useTestRuns = (draftId: string) => useApiQuery('listTestRuns', { params: { draftId } });

/** State of a test run; polled until it ends. */
export const useTestRun = (id: string) =>
  useApiQuery(
    'getTestRun',
    { params: { id } },
    { refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : POLL_INTERVAL_MS) },
  );

const contentsByName = ({ files }: TestRunFiles): ReadonlyMap<string, string> =>
  new Map(files.map(({ name, content }) => [name, content]));

/** Files as they were in the test run, by name. */
export const useTestRunFiles = (id: string) =>
  useApiQuery('getTestRunFiles', { params: { id } }, { staleTime: Infinity, select: contentsByName });

/** Changed decisions of a draft and their comparisons. */
export const useWhatIfs = (draftId: string) => useApiQuery('listWhatIfs', { params: { draftId } });

/** Counts how past cases used the paths that a draft changes. Recounted each time it is shown, after saving
 *  all input. */
export function usePastUse(draftId: string, last: number, flush?: () => Promise<void>) {
  const api = useApi();
  const parts = { params: { draftId }, query: { last } };
  return useQuery({
    queryKey: queryKey('readPastUse', parts),
    queryFn: async ({ signal }) => {
      await flush?.();
      return api('readPastUse', { ...parts, signal });
    },
    staleTime: 0,
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });
}

/** One comparison; polled while it is in progress. */
export const useWhatIf = (id: string) =>
  useApiQuery(
    'getWhatIf',
    { params: { id } },
    {
      refetchInterval: ({ state }) =>
        state.data && ['waiting', 'running'].includes(state.data.state) ? POLL_INTERVAL_MS : false,
    },
  );

/** Requests that would have had a different result; a change of `found` refetches them. */
export const useWhatIfRows = (id: string, found: number) =>
  useApiPages('listWhatIfRows', { params: { id } }, { tick: found });
