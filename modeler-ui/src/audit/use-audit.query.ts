import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { invalidate } from '#ui/api/query-keys.ts';

export const AUDIT_FILTERS = ['actor', 'action', 'kind', 'id', 'result', 'from', 'to'] as const;
export type AuditFilter = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>;

/** Audit entries that match the filter, newest first. */
export const useAudit = (filter: AuditFilter) =>
  useApiPages('listAudit', { query: filter }, { placeholderData: keepPreviousData });

export const useAuditChain = () => useApiQuery('readAuditChain', {}, { refetchInterval: 10_000 });

/** Requests a verification of the whole hash chain. */
export function useVerifyAuditChain() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api('checkAudit'),
    onSettled: () => void invalidate(queries, 'readAuditChain'),
  });
}
