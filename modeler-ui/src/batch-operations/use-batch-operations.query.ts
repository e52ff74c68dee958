import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  BatchItemState,
  BatchOperation,
  BatchOperationItemPage,
  BatchOperationPage,
  CancelledCasePage,
} from '#common/contract/batch-operations.ts';
import type { InstanceView, VersionDiagram } from '#common/contract/instances.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 1_500;
/** Time since the end of an operation after which results still missing from the read side are polled less
 *  often; also the interval of those polls. */
const SLOW_POLL_AFTER_MS = 30_000;

const isBatchRunning = (operation: BatchOperation): boolean =>
  operation.state === 'running' || (operation.pending && operation.state !== 'discarded');

/** Reads a batch operation; polls while it is in progress. */
export function useBatchOperation(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['batch-operation', id],
    queryFn: ({ signal }) => api.get<BatchOperation>(`/batch-operations/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) => {
      if (!data || !isBatchRunning(data)) return false;
      const ended = data.finishedAt && Date.now() - Date.parse(data.finishedAt) > SLOW_POLL_AFTER_MS;
      return ended ? SLOW_POLL_AFTER_MS : POLL_INTERVAL_MS;
    },
  });
}

/** Batch operations, newest first. */
export function useBatchOperations() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['batch-operations'],
    queryFn: ({ pageParam, signal }) =>
      api.get<BatchOperationPage>('/batch-operations', pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Instances of a batch operation; a change of `tick` refetches them when counts have changed. */
export function useBatchOperationItems(id: string, state: BatchItemState | '', tick: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['batch-operation-items', id, state, tick],
    queryFn: ({ pageParam, signal }) =>
      api.get<BatchOperationItemPage>(
        `/batch-operations/${id}/items`,
        { state, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

/** Open cases whose process a user cancelled. */
export function useCasesWithoutProcess() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['broken-off'],
    queryFn: ({ pageParam, signal }) =>
      api.get<CancelledCasePage>('/broken-off-cases', pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** One instance with its diagram. */
export function useInstanceToModify(key: string) {
  const api = useApi();
  const instance = useQuery({
    queryKey: ['instances', 'one', key],
    queryFn: ({ signal }) => api.get<InstanceView>(`/instances/${key}`, {}, signal),
  });
  const { processKey, version } = instance.data ?? {};
  const diagram = useQuery({
    queryKey: ['instances', 'diagram', processKey, version],
    queryFn: ({ signal }) =>
      api.get<VersionDiagram>(`/instances/processes/${processKey}/${version}/diagram`, {}, signal),
    enabled: version !== undefined,
  });
  return { instance, diagram };
}
