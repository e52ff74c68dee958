import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  Bottlenecks,
  ElementDurations,
  InstanceCount,
  InstancePage,
  InstanceView,
  LiveElements,
  LiveProcesses,
  VersionDiagram,
} from '#common/contract/instances.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { type InstanceFilter, toInstanceQuery } from './list/instance-filter.ts';

const CACHE_FOREVER = { staleTime: Infinity, gcTime: Infinity };
/** Poll interval for active instances; a hidden window does not poll. */
const POLL_INTERVAL_MS = 5_000;
const COUNT_POLL_INTERVAL_MS = 30_000;

export function useInstances(filter: InstanceFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['instances', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<InstancePage>(
        '/instances',
        { ...toInstanceQuery(filter), ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : POLL_INTERVAL_MS),
  });
}

export function useInstanceCount(filter: InstanceFilter) {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'count', filter],
    queryFn: ({ signal }) => api.get<InstanceCount>('/instances/count', toInstanceQuery(filter), signal),
    placeholderData: keepPreviousData,
    refetchInterval: COUNT_POLL_INTERVAL_MS,
  });
}

export function useInstance(key: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'one', key],
    queryFn: ({ signal }) => api.get<InstanceView>(`/instances/${key}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'active' ? false : POLL_INTERVAL_MS),
  });
}

export function useLiveProcesses() {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'processes'],
    queryFn: async ({ signal }) => (await api.get<LiveProcesses>('/instances/processes', {}, signal)).items,
    refetchInterval: COUNT_POLL_INTERVAL_MS,
  });
}

type Version = { processKey: string; version: number | undefined };

export function useVersionDiagram({ processKey, version }: Version) {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'diagram', processKey, version],
    queryFn: ({ signal }) =>
      api.get<VersionDiagram>(`/instances/processes/${processKey}/${version}/diagram`, {}, signal),
    enabled: version !== undefined,
    ...CACHE_FOREVER,
  });
}

export function useLiveElements({ processKey, version }: Version) {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'live', processKey, version],
    queryFn: ({ signal }) =>
      api.get<LiveElements>(`/instances/processes/${processKey}/${version}/live`, {}, signal),
    enabled: version !== undefined,
    refetchInterval: POLL_INTERVAL_MS,
  });
}

export function useDurations({ processKey, version }: Version, days: number, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'durations', processKey, version, days],
    queryFn: ({ signal }) =>
      api.get<ElementDurations>(`/instances/processes/${processKey}/${version}/durations`, { days }, signal),
    enabled: enabled && version !== undefined,
    placeholderData: keepPreviousData,
  });
}

export function useBottlenecks() {
  const api = useApi();
  return useQuery({
    queryKey: ['instances', 'bottlenecks'],
    queryFn: ({ signal }) => api.get<Bottlenecks>('/instances/bottlenecks', {}, signal),
    refetchInterval: 60_000,
  });
}
