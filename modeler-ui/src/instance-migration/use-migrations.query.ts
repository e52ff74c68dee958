import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  MigrationDiagrams,
  MigrationItemPage,
  MigrationPage,
  MigrationWithCounts,
} from '#common/contract/instance-migration.ts';
import type { ProcessDefinition, ProcessDefinitionPage } from '#common/contract/process-definitions.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const POLL_INTERVAL_MS = 1_000;
/** Maximum number of pages when reading the list of versions. */
const MAX_PAGES = 20;

/** Migrations of running cases, newest first. */
export function useMigrations() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['instance-migrations'],
    queryFn: ({ pageParam, signal }) =>
      api.get<MigrationPage>('/instance-migrations', pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** One migration with its counts; polled while it runs. */
export function useMigration(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['instance-migration', id],
    queryFn: ({ signal }) => api.get<MigrationWithCounts>(`/instance-migrations/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && isMigrationRunning(state.data) ? POLL_INTERVAL_MS : false),
  });
}

/** True while cases are being migrated, even if no further case will start. */
export const isMigrationRunning = ({ state, states }: MigrationWithCounts): boolean =>
  state === 'running' || states.some((one) => ['sending', 'ending', 'settling'].includes(one.state));

export type MigrationItemFilter = { state?: string; code?: string };

/** Cases of a migration; a change of `tick` refetches them when counts have changed. */
export function useMigrationItems(id: string, filter: MigrationItemFilter, tick: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['instance-migration-items', id, filter, tick],
    queryFn: ({ pageParam, signal }) =>
      api.get<MigrationItemPage>(
        `/instance-migrations/${id}/items`,
        { ...filter, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

/** Versions of all processes, or of one, newest first. */
export function useMigratableVersions(processKey?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['process-versions', processKey],
    queryFn: async ({ signal }) => {
      const all: ProcessDefinition[] = [];
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const found = await api.get<ProcessDefinitionPage>(
          '/process-definitions',
          { processKey, after },
          signal,
        );
        all.push(...found.items);
        if (!found.next) break;
        after = found.next;
      }
      return all;
    },
  });
}

/** Diagrams of two versions. */
export function useMigrationDiagrams(chosen: { processKey: string; from: number; to: number } | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['instance-migration-diagrams', chosen],
    queryFn: ({ signal }) => api.get<MigrationDiagrams>('/instance-migration-diagrams', chosen, signal),
    enabled: chosen !== undefined,
  });
}
