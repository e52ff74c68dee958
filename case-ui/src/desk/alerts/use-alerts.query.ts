import { skipToken, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AlertDraft, AlertView } from '#common/contract/alerts.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

const POLL_INTERVAL_MS = 4000;
/** Statuses that the process leaves on its own, so the screen polls while an alert has one. */
const TRANSIENT_STATUSES = ['awaiting-approval', 'counting', 'awaiting-confirmation', 'sending'];

const keyOf = (id: string) => queryKey('readAlert', { params: { id } });

export const useAlerts = (status: string | undefined) => useApiPages('listAlerts', { query: { status } });

/** Reads one alert; polls every few seconds while its process works on it. */
export const useAlert = (id: string | undefined) =>
  useApiQuery('readAlert', id === undefined ? skipToken : { params: { id } }, {
    refetchInterval: ({ state }) =>
      state.data && TRANSIENT_STATUSES.includes(state.data.status) ? POLL_INTERVAL_MS : false,
  });

/** Creates a draft, or updates the given one. */
export function useSaveAlert(alert: AlertView | undefined) {
  const api = useApi();
  const kept = useAlertSaved();
  return useMutation({
    mutationFn: (draft: AlertDraft) =>
      alert
        ? api('editAlert', { params: { id: alert.id }, body: { ...draft, expectedVersion: alert.version } })
        : api('draftAlert', { body: draft }),
    onSuccess: kept,
  });
}

export function useAlertStep({ id, version }: AlertView) {
  const api = useApi();
  const kept = useAlertSaved();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: 'submit' | 'withdraw') =>
      api(`${step}Alert`, { params: { id }, body: { expectedVersion: version } }),
    onSuccess: kept,
    onError: () => invalidate(queries, keyOf(id)),
  });
}

function useAlertSaved() {
  const queries = useQueryClient();
  return async (alert: AlertView) => {
    queries.setQueryData(keyOf(alert.id), alert);
    await invalidate(queries, 'listAlerts');
  };
}
