import { useQuery } from '@tanstack/react-query';
import type { Department, Province } from '../../../api/contract/index.ts';
import { useApi } from '../../../ui/api/api-provider.tsx';

const HOUR = 3_600_000;

/** The departments of the ministry. */
export function useDepartments() {
  const api = useApi();
  return useQuery({
    queryKey: ['departments'],
    staleTime: HOUR,
    queryFn: async ({ signal }) => (await api.get<{ items: Department[] }>('/departments', {}, signal)).items,
  });
}

/** The provinces. */
export function useProvinces() {
  const api = useApi();
  return useQuery({
    queryKey: ['provinces'],
    staleTime: HOUR,
    queryFn: async ({ signal }) => (await api.get<{ items: Province[] }>('/provinces', {}, signal)).items,
  });
}
