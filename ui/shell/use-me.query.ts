import { useQuery } from '@tanstack/react-query';
import type { Me } from '#common/contract/reference.ts';
import { useApi } from '../api/api-provider.tsx';

/** The signed-in person. Ask only below the gate. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get<Me>('/me', {}, signal),
    staleTime: 5 * 60_000,
  });
}

/** Whether the signed-in person may do something; the server decides again. */
export function useHasPermission(permission: string): boolean {
  return useMe().data?.permissions.includes(permission) ?? false;
}
