import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  ChangeMigration,
  MigrationWithCounts,
  PlanMigration,
  StartMigration,
} from '#common/contract/instance-migration.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

/** Creates a migration with its dry run. */
export function usePlanMigration() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanMigration) => api('planMigration', { body }),
    onSuccess: (migration) => {
      queries.setQueryData(queryKey('getMigration', { params: { id: migration.id } }), migration);
      void invalidate(queries, 'listMigrations');
    },
  });
}

function useMigrationCommand<Given>(id: string, send: (given: Given) => Promise<MigrationWithCounts>) {
  const queries = useQueryClient();
  const key = queryKey('getMigration', { params: { id } });
  return useMutation({
    mutationFn: send,
    onSuccess: (migration) => queries.setQueryData(key, migration),
    onSettled: () =>
      void invalidate(queries, key, queryKey('listMigrationItems', { params: { id } }), 'listMigrations'),
  });
}

export function useStartMigration(id: string) {
  const api = useApi();
  return useMigrationCommand(id, (body: StartMigration) => api('startMigration', { params: { id }, body }));
}

/** Stops or resumes a migration. */
export function useChangeMigration(id: string, command: 'stop' | 'resume') {
  const api = useApi();
  return useMigrationCommand(id, (body: ChangeMigration) =>
    api(`${command}Migration`, { params: { id }, body }),
  );
}
