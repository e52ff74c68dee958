import { useQuery } from '@tanstack/react-query';
import type { Me } from '#common/contract/reference.ts';
import { useApi } from '../api/api-provider.tsx';

/** The signed-in user. Use it only below `StaffGate`. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get<Me>('/me', {}, signal),
    staleTime: 5 * 60_000,
  });
}

/** True if the signed-in user has a permission. The server checks again. */
export function useHasPermission(permission: string): boolean {
  return useMe().data?.permissions.includes(permission) ?? false;
}
