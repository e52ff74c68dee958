import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReplayQuarantine } from '#common/contract/engine-health.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { invalidate } from '#ui/api/query-keys.ts';

const POLL_INTERVAL_MS = 5_000;

/** Health of the engine; polled while the page is open. */
export const useEngineHealth = () =>
  useApiQuery('readEngineHealth', {}, { refetchInterval: POLL_INTERVAL_MS });

/** Quarantined records, oldest first. */
export const useQuarantine = () => useApiPages('listQuarantine', {});

/** Replays quarantined records. */
export function useReplay() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayQuarantine) => api('replayQuarantine', { body }),
    onSettled: () => void invalidate(queries, 'readEngineHealth', 'listQuarantine'),
  });
}
