import { skipToken, useMutation } from '@tanstack/react-query';
import type { AlertWishes, ConfirmOptIn, OptIn } from '#common/contract/alerts.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiQuery } from '#ui/api/queries.ts';

export const useAlertOptions = () => useApiQuery('readAlertOptions', {});

export function useOptIn() {
  const api = useApi();
  return useMutation({ mutationFn: (body: OptIn) => api('optIntoAlerts', { body }) });
}

export function useConfirmOptIn() {
  const api = useApi();
  return useMutation({ mutationFn: (body: ConfirmOptIn) => api('confirmAlerts', { body }) });
}

/** Reads the subscription that the link in a message opens. */
export const useSubscription = (token: string | undefined) =>
  useApiQuery('readSubscription', token === undefined ? skipToken : { body: { token } }, { gcTime: 0 });

export function useChangeSubscription(token: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (wishes: AlertWishes) => api('changeSubscription', { body: { token, wishes } }),
  });
}

export function useEndSubscription() {
  const api = useApi();
  return useMutation({ mutationFn: (token: string) => api('endSubscription', { query: { token } }) });
}
