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

type MigrationCommand =
  { verb: 'start'; body: StartMigration } | { verb: 'stop' | 'resume'; body: ChangeMigration };

/** Starts, stops or resumes a migration. */
export function useMigrationCommand(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { id };
  const key = queryKey('getMigration', { params });
  return useMutation({
    mutationFn: (command: MigrationCommand): Promise<MigrationWithCounts> =>
      command.verb === 'start'
        ? api('startMigration', { params, body: command.body })
        : api(`${command.verb}Migration`, { params, body: command.body }),
    onSuccess: (migration) => queries.setQueryData(key, migration),
    onSettled: () =>
      void invalidate(queries, key, queryKey('listMigrationItems', { params }), 'listMigrations'),
  });
}
