import { useApiQuery } from '../api/queries.ts';

/** The signed-in user. Use it only below `StaffGate`. */
export const useMe = () => useApiQuery('getMe', {}, { staleTime: 5 * 60_000 });

/** True if the signed-in user has a permission. The server checks again. */
export function useHasPermission(permission: string): boolean {
  return useMe().data?.permissions.includes(permission) ?? false;
}
