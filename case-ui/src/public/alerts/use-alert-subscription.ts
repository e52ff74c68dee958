import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  AlertOptions,
  AlertWishes,
  ConfirmOptIn,
  OptIn,
  OptInStarted,
  Subscription,
} from '#common/contract/alerts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

export function useAlertOptions() {
  const api = useApi();
  return useQuery({
    queryKey: ['alert-options'],
    queryFn: ({ signal }) => api.get<AlertOptions>('/alert-subscriptions/options', {}, signal),
  });
}

export function useOptIn() {
  const api = useApi();
  return useMutation({ mutationFn: (wish: OptIn) => api.post<OptInStarted>('/alert-subscriptions', wish) });
}

export function useConfirmOptIn() {
  const api = useApi();
  return useMutation({
    mutationFn: (confirmation: ConfirmOptIn) =>
      api.post<Subscription>('/alert-subscriptions/confirm', confirmation),
  });
}

/** Reads the subscription that the link in a message opens. */
export function useSubscription(token: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['alert-subscription', token],
    queryFn: () => api.post<Subscription>('/alert-subscriptions/read', { token }),
    enabled: token !== undefined,
    gcTime: 0,
  });
}

export function useChangeSubscription(token: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (wishes: AlertWishes) => api.put<Subscription>('/alert-subscriptions', { token, wishes }),
  });
}

export function useEndSubscription() {
  const api = useApi();
  return useMutation({
    mutationFn: (token: string) =>
      api.post<undefined>(`/alert-subscriptions/end?token=${encodeURIComponent(token)}`, {}),
  });
}
