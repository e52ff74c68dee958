import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  MigrationWithCounts,
  PlanMigration,
  StartMigration,
} from '#common/contract/instance-migration.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Creates a migration with its dry run. */
export function usePlanMigration() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (plan: PlanMigration) => api.post<MigrationWithCounts>('/instance-migrations', plan),
    onSuccess: (migration) => {
      queries.setQueryData(['instance-migration', migration.id], migration);
      void queries.invalidateQueries({ queryKey: ['instance-migrations'] });
    },
  });
}

/** Starts, stops or resumes a migration. */
export function useMigrationCommand(id: string, command: 'start' | 'stop' | 'resume') {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: StartMigration | { expectedVersion: number }) =>
      api.post<MigrationWithCounts>(`/instance-migrations/${id}/${command}`, body),
    onSuccess: (migration) => queries.setQueryData(['instance-migration', id], migration),
    onSettled: () => {
      for (const key of [
        ['instance-migration', id],
        ['instance-migration-items', id],
        ['instance-migrations'],
      ])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}
