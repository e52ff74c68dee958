import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuditChain, AuditPage } from '#common/contract/audit.ts';
import { useApi } from '#ui/api/api-provider.tsx';

export const AUDIT_FILTERS = ['actor', 'action', 'kind', 'id', 'result', 'from', 'to'] as const;
export type AuditFilter = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>;

/** Audit entries that match the filter, newest first. */
export function useAudit(filter: AuditFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditPage>('/audit', { ...filter, ...(pageParam && { after: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

export function useAuditChain() {
  const api = useApi();
  return useQuery({
    queryKey: ['audit-chain'],
    queryFn: ({ signal }) => api.get<AuditChain>('/audit/chain', {}, signal),
    refetchInterval: 10_000,
  });
}

/** Requests a verification of the whole hash chain. */
export function useVerifyAuditChain() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<undefined>('/audit/checks', undefined),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['audit-chain'] }),
  });
}
