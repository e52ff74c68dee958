import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AlertDraft, AlertPage, AlertView } from '#common/contract/alerts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 4000;
/** Statuses that the process leaves on its own, so the screen polls while an alert has one. */
const TRANSIENT_STATUSES = ['awaiting-approval', 'counting', 'awaiting-confirmation', 'sending'];

export function useAlerts(status: string | undefined) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['alerts', 'list', status],
    queryFn: ({ pageParam, signal }) =>
      api.get<AlertPage>('/alerts', { status, ...(pageParam && { after: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Reads one alert; polls every few seconds while its process works on it. */
export function useAlert(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['alerts', id],
    queryFn: ({ signal }) => api.get<AlertView>(`/alerts/${id}`, {}, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.data && TRANSIENT_STATUSES.includes(state.data.status) ? POLL_INTERVAL_MS : false,
  });
}

/** Creates a draft, or updates the given one. */
export function useSaveAlert(alert: AlertView | undefined) {
  const api = useApi();
  const kept = useAlertSaved();
  return useMutation({
    mutationFn: (draft: AlertDraft) =>
      alert
        ? api.put<AlertView>(`/alerts/${alert.id}`, { ...draft, expectedVersion: alert.version })
        : api.post<AlertView>('/alerts', draft),
    onSuccess: kept,
  });
}

export function useAlertStep({ id, version }: AlertView) {
  const api = useApi();
  const kept = useAlertSaved();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: 'submit' | 'withdraw') =>
      api.post<AlertView>(`/alerts/${id}/${step}`, { expectedVersion: version }),
    onSuccess: kept,
    onError: () => queries.invalidateQueries({ queryKey: ['alerts', id] }),
  });
}

function useAlertSaved() {
  const queries = useQueryClient();
  return async (alert: AlertView) => {
    queries.setQueryData(['alerts', alert.id], alert);
    await queries.invalidateQueries({ queryKey: ['alerts', 'list'] });
  };
}
