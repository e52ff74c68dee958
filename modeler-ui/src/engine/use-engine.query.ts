import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  EngineHealth,
  QuarantinePage,
  Replayed,
  ReplayQuarantine,
} from '#common/contract/engine-health.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 5_000;

/** Health of the engine; polled while the page is open. */
export function useEngineHealth() {
  const api = useApi();
  return useQuery({
    queryKey: ['engine'],
    queryFn: ({ signal }) => api.get<EngineHealth>('/engine', {}, signal),
    refetchInterval: POLL_INTERVAL_MS,
  });
}

/** Quarantined records, oldest first. */
export function useQuarantine() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['engine-quarantine'],
    queryFn: ({ pageParam, signal }) =>
      api.get<QuarantinePage>('/engine/quarantine', pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Replays quarantined records. */
export function useReplay() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: ReplayQuarantine) => api.post<Replayed>('/engine/quarantine/replays', asked),
    onSettled: () => {
      for (const key of ['engine', 'engine-quarantine']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
